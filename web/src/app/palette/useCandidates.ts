import { useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useReducer } from 'react'
import { useTranslation } from 'react-i18next'
import { useSavePreferences, useSignOut } from '@/features/access/queries'
import { type Command, offeredCommands, runWhenOffered } from '@/lib/commands'
import { recentOf } from '@/lib/recent'
import { useSession } from '@/lib/session'
import { openShell } from '@/lib/shellEvents'
import { jumpKeys, pages } from '../pages/pages'
import type { Candidate } from './hits'

/** Namespaces of the names that are always offered. */
const NAMESPACES = ['palette', 'app', 'projects', 'integrations']

/** A name in the viewer's language and in the other, once the other has arrived. */
function useNames() {
  const { i18n } = useTranslation(NAMESPACES)
  const [loaded, tick] = useReducer((count: number) => count + 1, 0)
  const other = i18n.language === 'en' ? 'zh-CN' : 'en'
  useEffect(() => {
    void i18n.loadLanguages(other).then(tick)
  }, [i18n, other])
  return useMemo(() => {
    void loaded
    return (key: string) => ({
      title: i18n.t(key),
      alias: i18n.exists(key, { lng: other }) ? i18n.t(key, { lng: other }) : undefined,
    })
  }, [i18n, other, loaded])
}

/** The commands that work from every page. */
function useGlobalCommands(): Command[] {
  const navigate = useNavigate()
  const save = useSavePreferences()
  const signOut = useSignOut()
  const { permissions } = useSession()
  const onProjects = (id: string) => async () => {
    await navigate({ to: '/projects' })
    runWhenOffered(id)
  }
  const making: Command[] = [
    { id: 'projects.new', title: 'palette:command.newProject', run: onProjects('projects.new') },
    { id: 'plans.import', title: 'palette:command.importPlan', run: onProjects('plans.import') },
  ]
  return [
    ...(permissions.includes('projects.create') ? making : []),
    { id: 'keys', title: 'palette:command.keys', keys: '?', run: () => openShell('keys') },
    { id: 'help', title: 'palette:command.help', keys: 'F1', run: () => openShell('help') },
    { id: 'tour', title: 'palette:command.tour', run: () => openShell('tour') },
    { id: 'light', title: 'palette:command.light', run: () => save({ theme: 'light' }) },
    { id: 'dark', title: 'palette:command.dark', run: () => save({ theme: 'dark' }) },
    { id: 'system', title: 'palette:command.system', run: () => save({ theme: 'system' }) },
    { id: 'zh', title: 'palette:command.chinese', run: () => save({ language: 'zh-CN' }) },
    { id: 'en', title: 'palette:command.english', run: () => save({ language: 'en' }) },
    { id: 'sign-out', title: 'palette:command.signOut', run: () => signOut.mutate() },
  ]
}

/** All that the palette knows without asking the server. */
export function useCandidates() {
  const { t } = useTranslation('palette')
  const navigate = useNavigate()
  const named = useNames()
  const { user } = useSession()
  const global = useGlobalCommands()

  const candidateOf = (kind: string, hint: string) => (command: Command) => ({
    key: `${kind} ${command.id}`,
    ...named(command.title),
    hint,
    keys: command.keys,
    run: command.run,
  })
  const here: Candidate[] = offeredCommands().map(candidateOf('here', t('kind.here')))
  const offered = new Set(offeredCommands().map(({ id }) => id))
  const commands: Candidate[] = global
    .filter(({ id }) => !offered.has(id))
    .map(candidateOf('command', t('kind.command')))
  const places: Candidate[] = pages.map(({ href, title }) => ({
    key: `page ${href}`,
    ...named(title),
    hint: t('kind.page'),
    keys: jumpKeys(href),
    run: () => navigate({ href }),
  }))
  const kept = user ? recentOf(user.id) : []
  const recent: Candidate[] = kept.map(({ href, name, hint }) => ({
    key: `recent ${href}`,
    title: name,
    hint,
    bonus: 15,
    run: () => navigate({ href }),
  }))
  const near = kept.flatMap(({ projectId }) => (projectId ? [projectId] : []))
  return { here, commands, places, recent, near }
}
