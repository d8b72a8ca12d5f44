import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsPhone } from '@/lib/useIsPhone'
import { FactList } from '@/ui/FactList'
import { HistoryButton } from '@/ui/history/HistoryButton'
import { InlineChoice, InlineText } from '@/ui/InlineEdit'
import { Locked } from '@/ui/Locked'
import { ClassChoice, type SaveClass } from '@/ui/RecordClass'
import { useTold } from '@/ui/useTold'
import { usePersonOptions } from '../people/PersonPick'
import { calendarsQuery, type Unit } from '../queries'
import { CloseUnit, MoveUnit, NewUnit } from './dialogs'
import { useUnitChanges } from './queries'
import { UnitGrants, UnitPlacements, UnitProjects } from './UnitSections'
import type { Counts } from './UnitTable'

type UnitDrawerProps = { unit: Unit; units: Unit[]; counts: Counts; onClose: () => void }

/** One unit: what it is, who and what belongs to it, where it hung before. */
export function UnitDrawer({ unit, units, counts, onClose }: UnitDrawerProps) {
  const { t } = useTranslation('organisation')
  const isPhone = useIsPhone()
  const [dialog, setDialog] = useState<'new' | 'move' | 'close'>()
  const done = () => setDialog(undefined)
  const may = unit._may.includes('organisation.manage')

  return (
    <Drawer open title={unit.name} size={isPhone ? '100%' : 520} onClose={onClose}>
      <div className="drawer-body">
        <div className="page-actions">
          {may && (
            <>
              <Button onClick={() => setDialog('new')}>{t('unit.newBelow')}</Button>
              <Button onClick={() => setDialog('move')}>{t('unit.move')}</Button>
              <Button danger disabled={unit.valid_to !== null} onClick={() => setDialog('close')}>
                {t('unit.close')}
              </Button>
            </>
          )}
          <HistoryButton kind="unit" id={unit.id} name={unit.name} />
        </div>
        <UnitFacts unit={unit} may={may} />
        <p>
          <Link to="/governance/people" search={{ unit: unit.id }}>
            {t('unit.peopleBelow', { count: counts.people?.get(unit.id) ?? 0 })}
          </Link>
        </p>
        <UnitProjects unit={unit} />
        <UnitGrants unit={unit} />
        <UnitPlacements unit={unit} />
      </div>
      {dialog === 'new' && <NewUnit open units={units} parentId={unit.id} onClose={done} />}
      {dialog === 'move' && (
        <MoveUnit unit={unit} parentId={unit.parent?.id ?? null} units={units} onClose={done} />
      )}
      {dialog === 'close' && <CloseUnit unit={unit} onClose={done} />}
    </Drawer>
  )
}

function UnitFacts({ unit, may }: { unit: Unit; may: boolean }) {
  const { t } = useTranslation('organisation')
  const { change } = useUnitChanges()
  const told = useTold()
  const people = usePersonOptions(unit.head)
  const { data: calendars } = useQuery(calendarsQuery)
  const set = (field: string, fields: object, before: object, met?: Parameters<SaveClass>[1]) =>
    told(change.mutateAsync({ unit, ...fields }), {
      met,
      text: t('changed', { name: unit.name, field: t(`unit.${field}`) }),
      undo: (now) => change.mutateAsync({ unit: now, ...before }),
    })
  const text = (field: 'name' | 'code', max: number) => (
    <InlineText
      label={t(`unit.${field}`)}
      may={may}
      max={max}
      value={unit[field]}
      onSave={(value) => set(field, { [field]: value }, { [field]: unit[field] })}
    />
  )
  const choice = (field: 'head' | 'calendar', options: { value: string; label: string }[]) => (
    <InlineChoice
      label={t(`unit.${field}`)}
      may={may}
      value={unit[field]?.id ?? null}
      text={unit[field]?.name ?? (field === 'calendar' ? t('inherited') : '')}
      options={options}
      onSearch={field === 'head' ? people.search : undefined}
      onSave={(id) =>
        set(field, { [`${field}_id`]: id }, { [`${field}_id`]: unit[field]?.id ?? null })
      }
    />
  )
  const shared = calendars?.map(({ id, name }) => ({ value: id, label: name })) ?? []

  return (
    <FactList
      facts={[
        { key: 'name', label: t('unit.name'), value: text('name', 200) },
        { key: 'code', label: t('unit.code'), value: text('code', 40) },
        {
          key: 'parent',
          label: t('unit.parent'),
          value: (
            <Locked of={unit} field="parent">
              {unit.parent?.name ?? t('unit.company')}
            </Locked>
          ),
        },
        {
          key: 'head',
          label: t('unit.head'),
          value: (
            <Locked of={unit} field="head">
              {choice('head', people.options)}
            </Locked>
          ),
        },
        {
          key: 'classification',
          label: t('unit.classification'),
          value: (
            <ClassChoice
              label={t('unit.classification')}
              record={{ kind: 'unit', id: unit.id, name: unit.name }}
              level={unit.classification}
              may={may}
              mayLower={unit._may.includes('organisation.lower_class')}
              onSave={(classification, met) =>
                set(
                  'classification',
                  { classification },
                  { classification: unit.classification },
                  met,
                )
              }
            />
          ),
        },
        {
          key: 'calendar',
          label: t('unit.calendar'),
          value: (
            <Locked of={unit} field="calendar">
              {choice('calendar', shared)}
            </Locked>
          ),
        },
      ]}
    />
  )
}
