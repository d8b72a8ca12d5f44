import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Markdown } from '@/ui/markdown/Markdown'
import { useDocumentTitle } from '@/ui/Page'
import { docText, isDoc } from '../help/docs'
import '../help/help.css'
import { NotFound } from './NotFound'

const docQuery = (name: string) =>
  queryOptions({
    queryKey: ['doc', name],
    queryFn: () => docText(name),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** One of the documents that come with the product, to be read at length. */
export function DocPage() {
  const { name } = useParams({ from: '/shell/help/$name' })
  const { t } = useTranslation('help')
  const { data: text } = useSuspenseQuery(docQuery(name))
  useDocumentTitle(isDoc(name) ? t(`doc.${name}`) : '')
  if (text === null) return <NotFound />
  return (
    <article className="page doc-page" lang="en">
      <Markdown text={text} below={0} />
    </article>
  )
}
