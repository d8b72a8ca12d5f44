import { Button, Input, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTold } from '@/ui/useTold'
import { Changes } from './Changes'
import { PublishDialog } from './PublishDialog'
import { type NoticeHistory, useDraft, type Words } from './queries'

type DraftEditorProps = { notice: NoticeHistory; mayPublish: boolean; onGone: () => void }

const EMPTY: Words = { title: '', title_en: '', text: '', text_en: '' }
const NAMES = ['title', 'title_en', 'text', 'text_en'] as const
const wordsOf = (said: Words): Words =>
  Object.assign({}, ...NAMES.map((name) => ({ [name]: said[name] })))

/** The draft in both languages, side by side; without one, the way to begin one. */
export function DraftEditor({ notice, mayPublish, onGone }: DraftEditorProps) {
  const { t } = useTranslation('notices')
  // Once a version is published, the next one has not been begun.
  const [begunAfter, setBegunAfter] = useState<string>()
  const { draft, versions } = notice
  const last = versions[0]
  if (!draft && (!last || begunAfter !== last.id))
    return (
      <div className="page-actions">
        <Button onClick={() => setBegunAfter(last?.id)}>{t('writeNew')}</Button>
      </div>
    )
  return (
    <Editor
      notice={notice}
      mayPublish={mayPublish}
      first={wordsOf(draft ?? last ?? EMPTY)}
      onGone={() => (last ? setBegunAfter(undefined) : onGone())}
    />
  )
}

type EditorProps = DraftEditorProps & { first: Words }

function Editor({ notice, mayPublish, first, onGone }: EditorProps) {
  const { t } = useTranslation('notices')
  const told = useTold()
  const { write, discard } = useDraft(notice.id)
  // What is typed stands over what is saved, which somebody else may save meanwhile.
  const [typed, setTyped] = useState<Partial<Words>>({})
  const [isPublishing, setPublishing] = useState(false)
  const { draft, versions } = notice
  const version = draft?.version ?? 0
  const words = { ...first, ...typed }
  const isChanged = NAMES.some((name) => words[name] !== first[name])
  const isWhole = NAMES.every((name) => words[name].trim())
  const put = (name: keyof Words) => (text: string) => setTyped({ ...typed, [name]: text })
  const save = async () => {
    await write.mutateAsync({ body: words, version })
    setTyped({})
  }
  const drop = async () => {
    await discard.mutateAsync(version)
    onGone()
  }
  return (
    <section className="section" aria-label={t('draft')}>
      <h2 className="section-title">{t('draft')}</h2>
      <div className="notice-columns">
        <Side
          lang="zh-CN"
          title={words.title}
          text={words.text}
          onTitle={put('title')}
          onText={put('text')}
        />
        <Side
          lang="en"
          title={words.title_en}
          text={words.text_en}
          onTitle={put('title_en')}
          onText={put('text_en')}
        />
      </div>
      {!isWhole && <p className="quiet">{t('bothNeeded')}</p>}
      {versions[0] && <Changes before={versions[0]} after={words} />}
      <div className="page-actions">
        <Popconfirm
          title={t('discardAsk')}
          okText={t('discard')}
          cancelText={t('cancel')}
          onConfirm={() => (draft ? told(drop(), { text: t('discarded') }) : onGone())}
        >
          <Button loading={discard.isPending}>{t('discard')}</Button>
        </Popconfirm>
        <Button
          type={isChanged ? 'primary' : 'default'}
          disabled={!isChanged}
          loading={write.isPending}
          onClick={() => told(save(), { text: t('saved') })}
        >
          {t('save')}
        </Button>
        {mayPublish && (
          <Button
            danger
            disabled={!draft || isChanged || !isWhole}
            onClick={() => setPublishing(true)}
          >
            {t('publish')}
          </Button>
        )}
      </div>
      {isPublishing && draft && (
        <PublishDialog notice={notice} draft={draft} onClose={() => setPublishing(false)} />
      )}
    </section>
  )
}

type SideProps = {
  lang: 'zh-CN' | 'en'
  title: string
  text: string
  onTitle: (text: string) => void
  onText: (text: string) => void
}

function Side({ lang, title, text, onTitle, onText }: SideProps) {
  const { t } = useTranslation('notices')
  const name = t(`language.${lang}`)
  return (
    <fieldset className="notice-side" lang={lang}>
      <legend>{name}</legend>
      <Input
        aria-label={t('titleIn', { language: name })}
        placeholder={t('column.title')}
        maxLength={200}
        value={title}
        onChange={({ target }) => onTitle(target.value)}
      />
      <Input.TextArea
        aria-label={t('textIn', { language: name })}
        placeholder={t('text')}
        maxLength={50_000}
        autoSize={{ minRows: 8, maxRows: 18 }}
        value={text}
        onChange={({ target }) => onText(target.value)}
      />
    </fieldset>
  )
}
