import { DownOutlined, RedoOutlined, SearchOutlined, UndoOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input, Popover, Select, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSession } from '@/lib/session'
import { useClear } from '@/ui/useClear'
import { ViewsMenu } from '@/ui/views/ViewsMenu'
import { FILTERS, MINE, wordOf } from '../search'
import { usePlanCommands } from '../usePlanCommands'
import { BOARD_PAGE, boardDefinition, boardLooks } from './boardViews'
import { useBoard } from './context'
import {
  type BoardSearch,
  CARD_FIELDS,
  cardFieldsOf,
  DONE_AT_FIRST,
  DONE_DAYS,
  GROUPINGS,
  type Grouping,
} from './search'
import { useBoardAddress } from './useBoardAddress'

/** How the board is cut into columns and lanes, what it shows, and what was done last. */
export function BoardToolbar() {
  const clear = useClear()
  const { t } = useTranslation('board')
  const { t: words } = useTranslation('planning')
  const { search, show } = useBoardAddress()
  const by = search.by ?? 'state'
  const options = GROUPINGS.map((value) => ({ value, label: t(`by.${value}`) }))

  return (
    <div className="plan-toolbar" role="toolbar" aria-label={t('tools')}>
      <UndoButtons />
      <Select<Grouping>
        aria-label={t('columnsBy')}
        prefix={<span className="quiet">{t('columns')}</span>}
        value={by}
        options={options}
        popupMatchSelectWidth={false}
        onChange={(value) =>
          show({
            by: value === 'state' ? undefined : value,
            lanes: search.lanes === value ? undefined : search.lanes,
            folded: undefined,
            column: undefined,
          })
        }
      />
      <Select<Grouping | ''>
        aria-label={t('lanesBy')}
        prefix={<span className="quiet">{t('lanes')}</span>}
        value={search.lanes ?? ''}
        options={[
          { value: '', label: t('noLanes') },
          ...options.filter(({ value }) => value !== by),
        ]}
        popupMatchSelectWidth={false}
        onChange={(value) => show({ lanes: value || undefined })}
      />
      <Saved />
      <Input
        allowClear={clear}
        prefix={<SearchOutlined aria-hidden />}
        aria-label={words('find')}
        placeholder={words('find')}
        value={search.q ?? ''}
        onChange={(event) => show({ q: event.target.value || undefined })}
        className="toolbar-find"
      />
      <Who />
      <Select
        allowClear={clear}
        aria-label={words('filter')}
        placeholder={words('filter')}
        value={search.show}
        options={FILTERS.map((value) => ({ value, label: words(wordOf(value)) }))}
        popupMatchSelectWidth={false}
        onChange={(value) => show({ show: value })}
        className="board-filter"
      />
      <span className="toolbar-gap" />
      <CardMenuButton />
    </div>
  )
}

function UndoButtons() {
  const { t: words } = useTranslation('planning')
  const { plan, readOnly } = useBoard()
  const { undo, redo } = usePlanCommands(plan.project.id)
  if (readOnly) return null
  return (
    <>
      <Tooltip title={words('undo')}>
        <Button
          aria-label={words('undo')}
          icon={<UndoOutlined />}
          disabled={!plan.can_undo}
          onClick={undo}
        />
      </Tooltip>
      <Tooltip title={words('redo')}>
        <Button
          aria-label={words('redo')}
          icon={<RedoOutlined />}
          disabled={!plan.can_redo}
          onClick={redo}
        />
      </Tooltip>
    </>
  )
}

/** The saved and shared views of boards. */
function Saved() {
  const { search, show } = useBoardAddress()
  const { plan } = useBoard()
  const looking = { plan }
  return (
    <ViewsMenu
      page={BOARD_PAGE}
      shown={boardDefinition(search, looking)}
      activeId={search.saved}
      onApply={(saved) => void show(boardLooks(saved, looking))}
    />
  )
}

/** One's own tasks by one press, those of somebody else by name. */
function Who() {
  const clear = useClear()
  const { t } = useTranslation('board')
  const { t: words } = useTranslation('planning')
  const { user } = useSession()
  const { plan } = useBoard()
  const { search, show } = useBoardAddress()
  const names = [...new Set(plan.resources.map(({ name }) => name))].filter(Boolean)
  const isMine = user !== null && search.who === MINE

  return (
    <>
      {user && names.includes(user.name) && (
        <Button
          type={isMine ? 'primary' : 'default'}
          ghost={isMine}
          aria-pressed={isMine}
          onClick={() => show({ who: isMine ? undefined : MINE })}
        >
          {t('mine')}
        </Button>
      )}
      <Select
        allowClear={clear}
        showSearch
        aria-label={words('filterBy.who')}
        placeholder={words('filterBy.who')}
        value={isMine ? undefined : search.who}
        options={names.map((name) => ({ value: name, label: name }))}
        popupMatchSelectWidth={false}
        onChange={(name) => show({ who: name })}
        className="board-filter"
      />
    </>
  )
}

/** What the cards show, and for how long finished ones stay. */
function CardMenuButton() {
  const { t } = useTranslation('board')
  const { search, show } = useBoardAddress()
  const fields = cardFieldsOf(search)
  const choose = (chosen: readonly string[]) => {
    const kept = CARD_FIELDS.filter((name) => chosen.includes(name))
    const all = kept.length === CARD_FIELDS.length
    // An empty text would be read as nothing said.
    void show({ fields: all ? undefined : kept.join('.') || 'none' } satisfies BoardSearch)
  }

  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={t('cards')}
      content={
        <div className="filter-form">
          <Checkbox.Group
            className="board-fields"
            value={[...fields]}
            options={CARD_FIELDS.map((value) => ({ value, label: t(`cardField.${value}`) }))}
            onChange={choose}
          />
          <label htmlFor="board-done">{t('doneFor')}</label>
          <Select
            id="board-done"
            value={search.done ?? DONE_AT_FIRST}
            options={DONE_DAYS.map((value) => ({
              value,
              label: value === 0 ? t('always') : t('daysLong', { count: value }),
            }))}
            onChange={(done) => show({ done: done === DONE_AT_FIRST ? undefined : done })}
          />
        </div>
      }
    >
      <Button>
        {t('cards')} <DownOutlined aria-hidden />
      </Button>
    </Popover>
  )
}
