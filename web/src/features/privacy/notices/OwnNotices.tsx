import { useQuery } from '@tanstack/react-query'
import { Button, Modal, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '@/lib/format'
import { ErrorState } from '@/ui/ErrorState'
import { useTold } from '@/ui/useTold'
import { AskDialog } from './NoticeDialog'
import { NoticeReader, useNoticeLanguage } from './NoticeReader'
import { type OwnNotice, ownQuery, type ShownNotice, useAnswer, versionQuery } from './queries'

type Reading = { id: string; language: string }

/** What the viewer was told and agreed to: read again, take back, give again. */
export function OwnNotices() {
  const { t } = useTranslation('notices')
  const { data, error } = useQuery(ownQuery)
  const [reading, read] = useState<Reading>()
  return (
    <section className="section" aria-label={t('own.title')}>
      <h2 className="section-title">{t('own.title')}</h2>
      <p className="quiet">{t('own.lead')}</p>
      {error && <ErrorState error={error} />}
      {!data && !error && <Skeleton active />}
      {data?.length === 0 && <p className="quiet">{t('own.none')}</p>}
      <ul className="notice-list">
        {data?.map((one) => (
          <OwnLine key={one.notice_id} notice={one} onRead={read} />
        ))}
      </ul>
      {reading && <ReadAgain key={reading.id} {...reading} onClose={() => read(undefined)} />}
    </section>
  )
}

/** What a notice is called in the language of the pages. */
export function useTitle() {
  const { i18n } = useTranslation()
  return ({ title, title_en }: { title: string; title_en: string }): string =>
    i18n.language === 'en' ? title_en || title : title || title_en
}

const titlesOf = ({ texts }: ShownNotice) => ({
  title: texts.find(({ language }) => language !== 'en')?.title ?? '',
  title_en: texts.find(({ language }) => language === 'en')?.title ?? '',
})

type OwnLineProps = { notice: OwnNotice; onRead: (reading: Reading) => void }

function OwnLine({ notice, onRead }: OwnLineProps) {
  const { t } = useTranslation('notices')
  const titleOf = useTitle()
  const last = notice.answers[0]
  const named = notice.in_force ? titlesOf(notice.in_force) : last
  if (!named) return null
  return (
    <li className="notice-line">
      <div className="notice-line-head">
        <strong>{titleOf(named)}</strong>
        <OwnActs notice={notice} title={titleOf(named)} />
      </div>
      {notice.is_owed && notice.in_force && (
        <p className="quiet">{t('own.owed', { number: notice.in_force.number })}</p>
      )}
      <ul className="plain-list">
        {notice.answers.map((one) => (
          <li key={one.answered_at}>
            <span className="number">{formatInstant(one.answered_at)}</span>{' '}
            {t(`given.${one.answer}`)}{' '}
            <button
              type="button"
              className="text-button"
              onClick={() => onRead({ id: one.notice_version_id, language: one.language })}
            >
              {t('own.version', { number: one.number, language: t(`language.${one.language}`) })}
              <span className="visually-hidden"> {t('own.readOf', { title: titleOf(one) })}</span>
            </button>
          </li>
        ))}
      </ul>
    </li>
  )
}

/** One press takes a consent back; to give it, one reads what is asked now. */
function OwnActs({ notice, title }: { notice: OwnNotice; title: string }) {
  const { t } = useTranslation('notices')
  const send = useAnswer()
  const told = useTold()
  const [isAsked, setAsked] = useState(false)
  const { in_force, answers, is_owed, notice_id } = notice
  const last = answers[0]
  const isAgreed = last?.answer === 'agreed'
  const withdraw = () => {
    if (!last) return
    const { notice_version_id, language, text_digest: digest } = last
    const body = { notice_id, notice_version_id, language, digest, answer: 'withdrawn' as const }
    void told(send.mutateAsync(body), { text: t('own.withdrawn', { title }) })
  }
  const canGive = in_force !== null && (is_owed || (in_force.kind === 'consent' && !isAgreed))
  return (
    <div className="page-actions">
      {isAgreed && (
        <Button size="small" loading={send.isPending} onClick={withdraw}>
          {t('own.withdraw')}
        </Button>
      )}
      {canGive && (
        <Button size="small" onClick={() => setAsked(true)}>
          {t(in_force.kind === 'consent' ? 'own.give' : 'own.read')}
        </Button>
      )}
      {isAsked && in_force && (
        <AskDialog canLeave notice={in_force} onDone={() => setAsked(false)} />
      )}
    </div>
  )
}

/** The very version that was answered, first in the language in which it was. */
export function ReadAgain({ id, language, onClose }: Reading & { onClose: () => void }) {
  const { data } = useQuery(versionQuery(id))
  return data ? <ReadDialog notice={data} language={language} onClose={onClose} /> : null
}

type ReadDialogProps = { notice: ShownNotice; language: string; onClose: () => void }

function ReadDialog({ notice, language, onClose }: ReadDialogProps) {
  const [shown, show] = useNoticeLanguage(notice, language)
  return (
    <Modal open title={shown.title} width={640} footer={null} onCancel={onClose}>
      <NoticeReader notice={notice} shown={shown} onShow={show} />
    </Modal>
  )
}
