import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { fieldsQuery } from '@/lib/classes'
import { formatDate } from '@/lib/format'
import { isRowKind, ROW_KINDS } from '@/lib/rows'
import { useNamed } from '@/lib/useNamed'
import { Locked } from '@/ui/Locked'
import { RowPick } from '@/ui/rows/RowPick'
import { type Reader, readersQuery } from './queries'
import { RuleText } from './RuleText'
import type { FieldSearch } from './search'
import { useFieldWords } from './useFieldWords'

type TabProps = { search: FieldSearch; onShow: (change: FieldSearch) => void }

/** Everybody who sees one row, what each may do with a field of it, and why. */
export function Readers({ search, onShow }: TabProps) {
  const { t } = useTranslation('policy')
  const words = useFieldWords()
  const { data: catalogue } = useSuspenseQuery(fieldsQuery)
  const kind = isRowKind(search.resource) ? search.resource : 'project'
  const fields = catalogue.resources.find(({ name }) => name === kind)?.fields ?? []
  const asked = search.field !== undefined && search.row !== undefined

  return (
    <>
      <div className="filters">
        <Select
          aria-label={t('resourceOf')}
          value={kind}
          onChange={(resource) => onShow({ resource, field: undefined, row: undefined })}
          options={ROW_KINDS.map((name) => ({ value: name, label: words.resource(name) }))}
          className="filter-choice"
        />
        <RowPick
          key={kind}
          kind={kind}
          label={t('readers.row')}
          value={search.row}
          onChange={(row) => onShow({ row })}
        />
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t('column.field')}
          placeholder={t('column.field')}
          value={search.field}
          onChange={(field) => onShow({ field })}
          options={fields
            .filter(({ is_closable }) => is_closable)
            .map(({ name }) => ({ value: name, label: words.field(kind, name) }))}
          className="filter-choice"
        />
      </div>
      {asked ? (
        <Answer resource={kind} field={search.field ?? ''} row={search.row ?? ''} />
      ) : (
        <p className="quiet">{t('readers.hint')}</p>
      )}
    </>
  )
}

function Answer({ resource, field, row }: { resource: string; field: string; row: string }) {
  const { t } = useTranslation('policy')
  const { data, isError } = useQuery({ ...readersQuery(resource, field, row), retry: false })
  if (isError) return <p className="quiet">{t('readers.notYours')}</p>
  if (!data) return <p className="quiet">{t('draft.counting')}</p>
  const seeing = data.readers.filter(({ effect }) => effect !== 'none')
  const blind = data.readers.filter(({ effect }) => effect === 'none')
  const see = peopleOf(seeing)
  const without = new Set([...peopleOf(blind)].filter((id) => !see.has(id)))
  return (
    <section aria-label={t('tab.readers')}>
      <p role="status">{t('readers.count', { count: see.size, blind: without.size })}</p>
      <ul className="plain-list">
        {[...seeing, ...blind].map((reader) => (
          <OneReader
            key={`${reader.user.id} ${reader.delegation_id ?? reader.through?.id}`}
            reader={reader}
          />
        ))}
      </ul>
    </section>
  )
}

/** The same person may see a row in more than one way. */
const peopleOf = (readers: Reader[]) => new Set(readers.map(({ user }) => user.id))

/** In whose place somebody sees the row, or as whom; nothing where it is by their own right. */
function Through({ reader }: { reader: Reader }) {
  const { t } = useTranslation('policy')
  const { through, until, delegation_id } = reader
  if (!through) return null
  const { name } = through
  if (delegation_id && !until)
    return (
      <span className="quiet">
        {t('readers.deputyLocked', { name })}{' '}
        <Locked of={reader} field="until">
          {null}
        </Locked>
      </span>
    )
  const words = until
    ? t('readers.deputy', { name, day: formatDate(until) })
    : t('readers.looking', { name })
  return <span className="quiet">{words}</span>
}

/** One person, and the grant, role, scope and rule by which the field is theirs or not. */
function OneReader({ reader }: { reader: Reader }) {
  const { t } = useTranslation('policy')
  const named = useNamed()
  const words = useFieldWords()
  const { user, effect, classification, cell, grants, view_grants } = reader
  return (
    <li className="reader" data-effect={effect}>
      <span>
        <b>{user.name}</b> {words.effect(effect)}{' '}
        <span className="quiet">{words.className(classification)}</span> <Through reader={reader} />
      </span>
      <ol className="plain-list">
        {[...view_grants, ...grants].map(({ id, role, path }) => (
          <li key={id} className="why-grant">
            <span className="why-step">{named(role)}</span>
            {path.map((scope) => (
              <span key={scope.id} className="why-step">
                {scope.label}
              </span>
            ))}
            {cell && grants.some((one) => one.id === id) && (
              <span className="why-step">
                <RuleText cell={cell} />{' '}
                {cell.is_built_in && <span className="quiet">{t('readers.builtIn')}</span>}
              </span>
            )}
          </li>
        ))}
      </ol>
    </li>
  )
}
