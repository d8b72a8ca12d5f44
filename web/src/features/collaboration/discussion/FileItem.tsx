import { FileOutlined } from '@ant-design/icons'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatBytes, formatInstant } from '@/lib/format'
import { useSession } from '@/lib/session'
import { ClassTag } from '@/ui/ClassTag'
import { DownloadLink } from '@/ui/DownloadLink'
import { HistoryButton } from '@/ui/history/HistoryButton'
import { Locked } from '@/ui/Locked'
import type { SaveClass } from '@/ui/RecordClass'
import { ClassPick } from './ClassPick'
import { type Attachment, contentAddress, type SubjectCard } from './queries'

/** A picture as itself, small, and large on demand. */
function Picture({ file }: { file: Attachment }) {
  const { t } = useTranslation('discussion')
  const [isLarge, setIsLarge] = useState(false)
  const name = file.name ?? ''
  return (
    <>
      <button
        type="button"
        className="file-picture file-picture-button"
        aria-label={t('showPicture', { name })}
        onClick={() => setIsLarge(true)}
      >
        <img src={contentAddress(file)} alt="" loading="lazy" />
      </button>
      <Modal
        open={isLarge}
        title={name}
        footer={null}
        width="min(960px, 96vw)"
        destroyOnHidden
        onCancel={() => setIsLarge(false)}
      >
        <img className="file-large" src={contentAddress(file)} alt={name} />
      </Modal>
    </>
  )
}

type FileItemProps = {
  file: Attachment
  card: SubjectCard
  onDelete: () => void
  onClass: SaveClass
}

// From this class on each look is a file taken out: it is marked and recorded, so not done in passing.
const NO_PREVIEW_FROM = 2
// What the content of a file tells: who may not read one of these has no file.
const TOLD_BY_CONTENT = ['name', 'media_type', 'is_picture', 'n_bytes']

/** Who showed the file and how large it is, as far as the viewer may read it. */
function About({ file }: { file: Attachment }) {
  const { n_bytes, uploaded_at, uploaded_by } = file
  return (
    <span className="quiet number">
      <Locked of={file} field="n_bytes">
        {formatBytes(n_bytes ?? 0)}
      </Locked>{' '}
      ·{' '}
      <Locked of={file} field="uploaded_by">
        {uploaded_by?.name}
      </Locked>{' '}
      · {formatInstant(uploaded_at)}
    </span>
  )
}

/** One file: a picture as itself, all to be saved. */
export function FileItem({ file, card, onDelete, onClass }: FileItemProps) {
  const { t } = useTranslation('discussion')
  const { user } = useSession()
  const { is_picture, label, uploaded_by } = file
  const name = file.name ?? t('lockedFile')
  const mayRemove = uploaded_by?.id === user?.id || card.may.includes('collaboration.moderate')
  const mayTake = !TOLD_BY_CONTENT.some((one) => file._locked?.includes(one))

  return (
    <li className="file">
      {is_picture && mayTake && label < NO_PREVIEW_FROM ? (
        <Picture file={file} />
      ) : (
        <span className="file-picture" aria-hidden>
          <FileOutlined />
        </span>
      )}
      <span className="file-about">
        <span className="file-name">
          <Locked of={file} field="name">
            {mayTake ? <DownloadLink address={contentAddress(file)}>{name}</DownloadLink> : name}
          </Locked>{' '}
          <ClassTag level={label} />
          {file.version > 1 && <HistoryButton kind="attachment" id={file.id} name={name} compact />}
        </span>
        <About file={file} />
      </span>
      <ClassPick
        label={t('classOfFile', { name })}
        record={{ kind: 'attachment', id: file.id, name }}
        level={label}
        least={card.classification}
        may={mayRemove}
        mayLower={card.may.includes('collaboration.lower_class')}
        onSave={onClass}
      />
      {mayRemove && (
        <Button type="link" size="small" aria-label={t('deleteFile', { name })} onClick={onDelete}>
          {t('delete')}
        </Button>
      )}
    </li>
  )
}
