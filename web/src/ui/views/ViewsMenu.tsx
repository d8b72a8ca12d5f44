import { DownOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRefusalText } from '@/lib/useRefusalText'
import { useViewChanges, type View, type ViewDefinition, viewsQuery } from '@/lib/views'
import { isSameDefinition } from './definition'
import { SaveViewForm } from './SaveViewForm'
import { ViewItem } from './ViewItem'

type ViewsMenuProps = {
  /** The code under which the page keeps its views, such as `projects`. */
  page: string
  /** How the page is looked at now. */
  shown: ViewDefinition
  /** The view that the page was opened with, if any. */
  activeId?: string
  /** Look at the page in the way of a view; null: as it is by itself. */
  onApply: (view: View | null) => void
}

/** The saved and shared views of a page: choose, save, share, open the page with one. */
export function ViewsMenu({ page, shown, activeId, onApply }: ViewsMenuProps) {
  const { t } = useTranslation('views')
  const [open, setOpen] = useState(false)
  const { data: views = [] } = useQuery(viewsQuery(page))
  const active = views.find(({ id }) => id === activeId)
  const isChanged = active !== undefined && !isSameDefinition(active.definition, shown)

  const apply = (view: View | null) => {
    setOpen(false)
    onApply(view)
  }

  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      open={open}
      onOpenChange={setOpen}
      destroyOnHidden
      content={
        <ViewsPanel
          page={page}
          views={views}
          active={active}
          isChanged={isChanged}
          shown={shown}
          onApply={apply}
        />
      }
    >
      <Button aria-haspopup="dialog" aria-expanded={open}>
        <span className="views-name">{active?.name ?? t('title')}</span>
        {isChanged && <span className="quiet">{t('changed')}</span>}
        <DownOutlined aria-hidden />
      </Button>
    </Popover>
  )
}

type ViewsPanelProps = {
  page: string
  views: View[]
  active: View | undefined
  isChanged: boolean
  shown: ViewDefinition
  onApply: (view: View | null) => void
}

function ViewsPanel({ page, views, active, isChanged, shown, onApply }: ViewsPanelProps) {
  const { t } = useTranslation('views')
  const explain = useRefusalText()
  const changes = useViewChanges(page)
  const failure = [changes.save, changes.update, changes.share, changes.remove, changes.openWith]
    .map(({ error }) => error)
    .find(Boolean)
  const groups = [
    { title: t('own'), items: views.filter((view) => view.shared_with === null) },
    { title: t('shared'), items: views.filter((view) => view.shared_with !== null) },
  ]
  const canUpdate = active?.may_edit && isChanged && active.withheld.length === 0

  return (
    <div role="dialog" aria-label={t('title')} className="views-panel">
      {failure && <Alert type="error" role="alert" title={explain(failure)} />}
      <button
        type="button"
        className="views-choice"
        aria-pressed={active === undefined}
        onClick={() => onApply(null)}
      >
        {t('plain')}
      </button>
      {groups.map(
        ({ title, items }) =>
          items.length > 0 && (
            <section key={title} aria-label={title}>
              <p className="views-group quiet">{title}</p>
              {items.map((view) => (
                <ViewItem
                  key={view.id}
                  view={view}
                  isActive={view.id === active?.id}
                  changes={changes}
                  onApply={onApply}
                />
              ))}
            </section>
          ),
      )}
      {canUpdate && (
        <Button
          type="link"
          size="small"
          loading={changes.update.isPending}
          onClick={() => changes.update.mutate({ view: active, definition: shown })}
        >
          {t('update', { name: active.name })}
        </Button>
      )}
      <SaveViewForm
        isSaving={changes.save.isPending}
        onSave={(name) => changes.save.mutate({ name, definition: shown }, { onSuccess: onApply })}
      />
    </div>
  )
}
