import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Drawer, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/lib/session'
import { useIsPhone } from '@/lib/useIsPhone'
import { ErrorState } from '@/ui/ErrorState'
import { FactList } from '@/ui/FactList'
import { HistoryButton } from '@/ui/history/HistoryButton'
import type { Person } from '../queries'
import { AccountForPerson, LeavePerson, MovePerson } from './dialogs'
import { LeavesOn, PersonClass, PersonReference, PersonText } from './PersonField'
import { PersonGrants, PersonHistory, PersonProjects } from './PersonSections'
import { personQuery } from './queries'

type PersonDrawerProps = { personId: string; onClose: () => void }

/** One person: what is known, where they worked, what they do and may do. */
export function PersonDrawer({ personId, onClose }: PersonDrawerProps) {
  const isPhone = useIsPhone()
  const { data, error } = useQuery(personQuery(personId))

  return (
    <Drawer open title={data?.name} size={isPhone ? '100%' : 520} onClose={onClose}>
      {error && <ErrorState error={error} />}
      {!data && !error && <Skeleton active />}
      {data && <PersonBody person={data} />}
    </Drawer>
  )
}

function PersonBody({ person }: { person: Person }) {
  const { t } = useTranslation('organisation')
  const [dialog, setDialog] = useState<'move' | 'leave' | 'account'>()
  const mayAdmit = useMay('access.manage') && person._may.includes('access.manage')
  const may = person._may.includes('organisation.manage')
  const done = () => setDialog(undefined)

  return (
    <div className="drawer-body">
      <div className="page-actions">
        {may && (
          <>
            <Button onClick={() => setDialog('move')}>{t('person.move')}</Button>
            <Button onClick={() => setDialog('leave')}>{t('person.leave')}</Button>
            {mayAdmit && person.has_account === false && (
              <Button onClick={() => setDialog('account')}>{t('person.makeAccount')}</Button>
            )}
          </>
        )}
        <HistoryButton kind="person" id={person.id} name={person.name} />
      </div>
      <PersonFacts person={person} />
      <PersonProjects person={person} />
      <PersonHistory person={person} />
      <PersonGrants person={person} />
      {dialog === 'move' && <MovePerson person={person} onClose={done} />}
      {dialog === 'leave' && <LeavePerson person={person} onClose={done} />}
      {dialog === 'account' && <AccountForPerson person={person} onClose={done} />}
    </div>
  )
}

const TEXTS = ['name', 'position', 'location', 'employee_number', 'email', 'joins_on'] as const
const REFERENCES = ['manager', 'calendar', 'account'] as const

function PersonFacts({ person }: { person: Person }) {
  const { t } = useTranslation('organisation')
  const unit = (
    <Link to="/governance/units" search={{ unit: person.unit.id }}>
      {person.unit.name}
    </Link>
  )
  return (
    <FactList
      facts={[
        ...TEXTS.map((field) => ({
          key: field,
          label: t(`person.${field}`),
          value: <PersonText person={person} field={field} />,
        })),
        {
          key: 'classification',
          label: t('person.classification'),
          value: <PersonClass person={person} />,
        },
        { key: 'leaves_on', label: t('person.leaves_on'), value: <LeavesOn person={person} /> },
        { key: 'unit', label: t('person.unit'), value: unit },
        ...REFERENCES.map((field) => ({
          key: field,
          label: t(`person.${field}`),
          value: <PersonReference person={person} field={field} />,
        })),
      ]}
    />
  )
}
