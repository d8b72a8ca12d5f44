import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommands } from '@/lib/commands'

const NewProjectDialog = lazy(() =>
  import('./NewProjectDialog').then((loaded) => ({ default: loaded.NewProjectDialog })),
)

/** Asks for what a project from nothing needs. */
export function NewProjectButton() {
  const { t } = useTranslation('projects')
  const [isOpen, setOpen] = useState(false)
  useCommands([{ id: 'projects.new', title: 'projects:new.title', run: () => setOpen(true) }])

  return (
    <>
      <Button icon={<PlusOutlined aria-hidden />} onClick={() => setOpen(true)}>
        {t('new.title')}
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <NewProjectDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
