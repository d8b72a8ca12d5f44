import { Alert, App, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { useRefusalText } from '@/lib/useRefusalText'
import { Can } from '@/ui/Can'
import { FilePick } from '@/ui/FilePick'
import { type OrganisationKind, useApplyImport, usePreviewImport } from '../queries'
import { ImportPreview } from './ImportPreview'

/** Takes people or units from a table, after a look at what would change. */
export function ImportButton({ kind }: { kind: OrganisationKind }) {
  const { t } = useTranslation('organisation')
  const { message } = App.useApp()
  const explain = useRefusalText()
  const preview = usePreviewImport(kind)
  const apply = useApplyImport()
  const data = preview.data
  const nToDo = data ? data.counts.added + data.counts.changed : 0
  const close = () => {
    preview.reset()
    apply.reset()
  }

  const submit = () =>
    data &&
    apply.mutate(data.id, {
      onSuccess: () => {
        message.success(t('import.done', { count: nToDo }))
        close()
      },
    })

  return (
    <Can permission="organisation.manage">
      <FilePick
        accept=".csv,.xlsx"
        label={t(`import.${kind}`)}
        loading={preview.isPending}
        onFile={(file) => preview.mutate(file)}
      />
      <Modal
        open={data !== undefined || preview.isError}
        title={data?.file_name ?? t(`import.${kind}`)}
        width={760}
        onCancel={close}
        onOk={submit}
        okText={t('import.apply', { count: nToDo })}
        okButtonProps={{ disabled: nToDo === 0 }}
        confirmLoading={apply.isPending}
        destroyOnHidden
      >
        {preview.error && (
          <Alert type="error" role="alert" showIcon title={explain(preview.error)} />
        )}
        {apply.error && <Alert type="error" role="alert" showIcon title={explain(apply.error)} />}
        {data && <ImportPreview preview={data} />}
      </Modal>
    </Can>
  )
}
