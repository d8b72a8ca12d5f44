import { useQueryClient } from '@tanstack/react-query'
import { App, Form, Radio, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/lib/session'
import { FormDialog } from '@/ui/FormDialog'
import { RequiredText } from '@/ui/RequiredText'
import { adopt, decideState, type Project } from '../queries'
import { isDecision, type ProjectState, STATES } from '../states'

type Fields = { state: ProjectState; reason: string; who: 'self' | 'body' }

type DecideDialogProps = { project: Project; onClose: () => void }

/** How the project shall stand, why, and who decides. */
export function DecideDialog({ project, onClose }: DecideDialogProps) {
  const { t } = useTranslation('projects')
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const mayEdit = useMay('projects.edit')
  const mayDecide = useMay('access.view_authorities')

  const submit = async ({ state, reason, who }: Fields) => {
    const decided = await decideState(project, { state, reason }, who === 'body')
    adopt(queryClient, decided)
    void queryClient.invalidateQueries({ queryKey: ['projects'] })
    const isDone = decided.state === state
    void message.success(t(isDone ? 'decide.done' : 'decide.asked', { name: project.name }))
  }

  return (
    <FormDialog<Fields>
      title={t('decide.title', { name: project.name })}
      okText={t('decide.ok')}
      open
      onClose={onClose}
      onSubmit={submit}
      initialValues={{ who: mayDecide ? 'self' : 'body' }}
    >
      <p className="quiet">{t('decide.hint')}</p>
      <Form.Item name="state" label={t('decide.state')} rules={[{ required: true }]}>
        <Select
          options={STATES.filter((one) => isDecision(project.state, one)).map((one) => ({
            value: one,
            label: t(`state.${one}`),
          }))}
        />
      </Form.Item>
      <RequiredText name="reason" label={t('decide.reason')} most={500} rows={3} />
      <Form.Item name="who" label={t('decide.who')}>
        <Radio.Group
          options={[
            { value: 'self', label: t('decide.self') },
            { value: 'body', label: t('decide.body'), disabled: !mayEdit },
          ]}
        />
      </Form.Item>
    </FormDialog>
  )
}
