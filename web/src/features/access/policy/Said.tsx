import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldsQuery } from '@/lib/classes'
import { PolicyChanges } from './PolicyChanges'
import { versionQuery } from './queries'
import { WholeRule } from './RuleText'
import { rulesOf } from './rules'
import { LANGUAGES, useSaid } from './useSaid'

/** All that a version says, after what it changed; before the first there is what the product says. */
export function Said({ versionId, beforeId }: { versionId: string; beforeId?: string }) {
  const { t } = useTranslation('policy')
  const said = useSaid()
  const { data: catalogue } = useSuspenseQuery(fieldsQuery)
  const { data } = useQuery(versionQuery(versionId))
  const { data: before } = useQuery({ ...versionQuery(beforeId ?? ''), enabled: !!beforeId })
  if (!data || (beforeId && !before)) return <Skeleton active />
  const { cells, classes, channels, names } = data
  const against = before ? t('version.against', { n: before.number }) : t('version.againstNone')

  return (
    <div className="version-said">
      <Part title={against}>
        <PolicyChanges before={before} after={data} />
      </Part>
      <Part title={t('version.rules')}>
        <Lines
          lines={rulesOf(cells).map((rule) => [rule.key, <WholeRule key={rule.key} rule={rule} />])}
        />
      </Part>
      <Part title={t('version.classes')}>
        <Lines
          lines={Object.keys(classes).map((path) => [
            path,
            `${said.path(path)}: ${said.classOf(path, classes)}`,
          ])}
        />
      </Part>
      <Part title={t('version.channels')}>
        <Lines
          lines={Object.keys(catalogue.channels).map((name) => [
            name,
            `${t(`channels.name.${name}`)}: ${said.passage(name, channels)}`,
          ])}
        />
      </Part>
      <Part title={t('tab.names')}>
        <Lines
          lines={LANGUAGES.map((language) => [
            language,
            `${t(`names.${language}`)}: ${said.names(language, names)}`,
          ])}
        />
      </Part>
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="section-title">{title}</h2>
      {children}
    </section>
  )
}

function Lines({ lines }: { lines: [key: string, line: ReactNode][] }) {
  const { t } = useTranslation('policy')
  if (lines.length === 0) return <p className="quiet">{t('version.nothing')}</p>
  return (
    <ul className="plain-list">
      {lines.map(([key, line]) => (
        <li key={key}>{line}</li>
      ))}
    </ul>
  )
}
