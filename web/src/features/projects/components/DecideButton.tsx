import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/lib/session'
import type { Project } from '../queries'

const DecideDialog = lazy(() =>
  import('./DecideDialog').then((loaded) => ({ default: loaded.DecideDialog })),
)

/** Admit a project or turn it down; halt it, end it early, or take it up again: a decision, with its reason. */
export function DecideButton({ project }: { project: Project }) {
  const { t } = useTranslation('projects')
  const [isOpen, setOpen] = useState(false)
  const mayEdit = useMay('projects.edit')
  const mayDecide = useMay('access.view_authorities')
  if (!mayEdit && !mayDecide) return null

  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t(project.state === 'proposed' ? 'decide.admit' : 'decide.stop')}
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <DecideDialog project={project} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
