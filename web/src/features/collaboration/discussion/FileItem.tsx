import { FileOutlined } from '@ant-design/icons'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatBytes, formatInstant } from '@/lib/format'
import { useSession } from '@/lib/session'
import { type Attachment, contentAddress, type SubjectCard } from './queries'

/** A picture as itself, small, and large on demand. */
function Picture({ file }: { file: Attachment }) {
  const { t } = useTranslation('discussion')
  const [isLarge, setIsLarge] = useState(false)
  const { name } = file
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

type FileItemProps = { file: Attachment; card: SubjectCard; onDelete: () => void }

/** One file: a picture as itself, all to be saved. */
export function FileItem({ file, card, onDelete }: FileItemProps) {
  const { t } = useTranslation('discussion')
  const { user } = useSession()
  const { name, n_bytes, is_picture, uploaded_at, uploaded_by } = file
  const mayRemove = uploaded_by.id === user?.id || card.may.includes('collaboration.moderate')

  return (
    <li className="file">
      {is_picture ? (
        <Picture file={file} />
      ) : (
        <span className="file-picture" aria-hidden>
          <FileOutlined />
        </span>
      )}
      <span className="file-about">
        <a href={contentAddress(file)} download={name} className="file-name">
          {name}
        </a>
        <span className="quiet number">
          {formatBytes(n_bytes)} · {uploaded_by.name} · {formatInstant(uploaded_at)}
        </span>
      </span>
      {mayRemove && (
        <Button type="link" size="small" aria-label={t('deleteFile', { name })} onClick={onDelete}>
          {t('delete')}
        </Button>
      )}
    </li>
  )
}
