import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Empty, Input, Modal } from 'antd'
import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { projectSearchQuery } from '@/features/projects/queries'
import { useSession } from '@/lib/session'
import { governancePages } from './governance'

type Hit = { key: string; label: string; hint: string; go: () => unknown }

/** Search over projects and pages, by keyboard. */
export function CommandDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('app')
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const { permissions } = useSession()
  const [active, setActive] = useState(0)
  const list = useId()
  const { data: projects = [] } = useQuery(projectSearchQuery(useDeferredValue(text.trim())))

  const pages: Hit[] = [
    {
      key: 'projects',
      label: t('room.projects'),
      hint: t('page'),
      go: () => navigate({ to: '/projects' }),
    },
    ...governancePages
      .filter(({ permission }) => permissions.includes(permission))
      .map(({ key }) => ({
        key,
        label: t(`pageName.${key}`),
        hint: t('room.governance'),
        go: () => navigate({ to: `/governance/${key}` }),
      })),
  ]
  const hits: Hit[] = [
    ...projects.map((project) => ({
      key: project.id,
      label: project.name,
      hint: project.key,
      go: () =>
        navigate({ to: '/projects/$projectId/overview', params: { projectId: project.id } }),
    })),
    ...pages.filter(({ label }) => label.toLowerCase().includes(text.trim().toLowerCase())),
  ]
  const open = (hit: Hit | undefined) => {
    if (!hit) return
    onClose()
    hit.go()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      setActive((active + step + hits.length) % Math.max(hits.length, 1))
    } else if (event.key === 'Enter') open(hits[active])
  }

  return (
    <Modal open title={t('search')} onCancel={onClose} footer={null} width={560} destroyOnHidden>
      <Input
        autoFocus
        size="large"
        role="combobox"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={hits[active] ? `${list}-${active}` : undefined}
        aria-label={t('searchHint')}
        placeholder={t('searchHint')}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div role="listbox" id={list} aria-label={t('search')} className="palette">
        {hits.map((hit, index) => (
          <div
            key={hit.key}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className="palette-hit"
            onPointerMove={() => setActive(index)}
            onClick={() => open(hit)}
            onKeyDown={onKeyDown}
          >
            <span>{hit.label}</span>
            <span className="quiet">{hit.hint}</span>
          </div>
        ))}
      </div>
      {hits.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('nothingFound')} />
      )}
    </Modal>
  )
}
