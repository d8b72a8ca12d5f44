import { useSuspenseQuery } from '@tanstack/react-query'
import { App, Button, Progress } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FileDrop } from '@/ui/FileDrop'
import { FilePick } from '@/ui/FilePick'
import type { SaveClass } from '@/ui/RecordClass'
import { ClassOfNew } from './ClassPick'
import { FileItem } from './FileItem'
import { headingOf, type Level } from './level'
import { filesQuery, type Place, type SubjectCard, useFiles } from './queries'
import { useUndoToast } from './useUndoToast'

const ENDINGS =
  'png jpg jpeg gif webp pdf docx xlsx pptx odt ods odp vsdx zip doc xls ppt mpp vsd dwg txt md csv tsv log json xer xml'
const ACCEPTED = ENDINGS.split(' ')
  .map((ending) => `.${ending}`)
  .join(',')

type FilesProps = { place: Place; card: SubjectCard; level: Level }

/** The files of a subject; one more can be dropped anywhere on them. */
export function Files({ place, card, level }: FilesProps) {
  const Heading = headingOf(level)
  const { t } = useTranslation('discussion')
  const { data: files } = useSuspenseQuery(filesQuery(place))
  const { send, share, remove, restore, classify } = useFiles(place)
  const { message } = App.useApp()
  const [raised, setRaised] = useState(0)
  const { done, fail } = useUndoToast()
  const abort = useRef<AbortController>(null)
  const mayAttach = card.may.includes('collaboration.attach')

  const attach = (file: File) => {
    abort.current = new AbortController()
    send
      .mutateAsync({
        file,
        classification: raised > card.classification ? raised : 0,
        signal: abort.current.signal,
      })
      .then((sent) => {
        setRaised(0)
        done(t('attached', { name: file.name }), () => remove.mutateAsync(sent))
      })
      .catch((error: unknown) => {
        if (!abort.current?.signal.aborted) fail(error)
      })
  }
  const takeAway = (file: (typeof files)[number]) =>
    remove
      .mutateAsync(file)
      .then(() =>
        done(t('fileDeleted', { name: file.name ?? t('lockedFile') }), () =>
          restore.mutateAsync(file.id),
        ),
      )
      .catch(fail)
  const classed =
    (file: (typeof files)[number]): SaveClass =>
    (classification, met) =>
      classify
        .mutateAsync({ file, classification })
        .then(() => message.success(t('classRaised')))
        .catch((error) => met(error) || fail(error))

  return (
    <FileDrop label={t('dropHere')} onFile={attach} disabled={!mayAttach || send.isPending}>
      <div className="subject-head">
        <Heading className="subject-heading">
          {t('files')} <span className="quiet number">{files.length}</span>
        </Heading>
        {mayAttach && (
          <span className="subject-add">
            <ClassOfNew
              label={t('classOfNewFile')}
              least={card.classification}
              level={raised}
              onPick={setRaised}
            />
            <FilePick
              size="small"
              accept={ACCEPTED}
              label={t('attach')}
              disabled={send.isPending}
              onFile={attach}
            />
          </span>
        )}
      </div>
      {send.isPending && (
        <div className="upload">
          <span className="upload-name">{send.variables.file.name}</span>
          <Progress
            size="small"
            percent={Math.round(share * 100)}
            status="active"
            aria-label={t('uploading', { name: send.variables.file.name })}
          />
          <Button size="small" onClick={() => abort.current?.abort()}>
            {t('cancel')}
          </Button>
        </div>
      )}
      {files.length === 0 && !send.isPending && (
        <p className="quiet">{t(mayAttach ? 'noFiles' : 'noFilesToRead')}</p>
      )}
      <ul className="files">
        {files.map((file) => (
          <FileItem
            key={file.id}
            file={file}
            card={card}
            onDelete={() => takeAway(file)}
            onClass={classed(file)}
          />
        ))}
      </ul>
    </FileDrop>
  )
}
