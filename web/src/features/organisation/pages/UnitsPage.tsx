import { PlusOutlined } from '@ant-design/icons'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '@/lib/session'
import { Can } from '@/ui/Can'
import { EmptyState } from '@/ui/EmptyState'
import { Page } from '@/ui/Page'
import { ImportButton } from '../components/ImportButton'
import { type Unit, unitsQuery } from '../queries'
import { MoveUnit, NewUnit } from '../units/dialogs'
import { placesQuery, projectCountsQuery } from '../units/queries'
import { UnitDrawer } from '../units/UnitDrawer'
import { UnitTable } from '../units/UnitTable'
import { sumsBelow } from '../unitTree'

/** Totals over each unit and all below it. */
function useCounts(units: Unit[]) {
  const { data: places } = useQuery(placesQuery)
  const { data: projects } = useQuery(projectCountsQuery)
  return useMemo(() => {
    const own = new Map<string, number>()
    for (const { unit_id, n_people } of places ?? []) {
      own.set(unit_id, (own.get(unit_id) ?? 0) + n_people)
    }
    return {
      people: places && sumsBelow(units, own),
      projects: projects && sumsBelow(units, projects),
    }
  }, [units, places, projects])
}

/** The units of the company as a tree, and what can be done with them. */
export function UnitsPage() {
  const { t } = useTranslation('organisation')
  const navigate = useNavigate()
  const { unit: openId } = useSearch({ from: '/shell/governance/units' })
  const { server_date } = useSession()
  const { data: units } = useSuspenseQuery(unitsQuery)
  const counts = useCounts(units)
  const [isAdding, setAdding] = useState(false)
  const [move, setMove] = useState<{ unit: Unit; parentId: string | null }>()
  const open = units.find(({ id }) => id === openId)
  const nOpen = units.filter(({ valid_to }) => !valid_to || valid_to > server_date).length
  const show = (unit?: string) => navigate({ to: '/governance/units', search: { unit } })

  return (
    <Page
      title={t('units')}
      lead={t('unitCount', { count: nOpen })}
      actions={
        <>
          <Can permission="organisation.manage">
            <Button icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
              {t('unit.new')}
            </Button>
          </Can>
          <ImportButton kind="units" />
        </>
      }
    >
      {units.length === 0 ? (
        <EmptyState title={t('empty.units')} hint={t('empty.unitsHint')} />
      ) : (
        <UnitTable
          units={units}
          counts={counts}
          onOpen={show}
          onDrop={(unit, parentId) => setMove({ unit, parentId })}
        />
      )}
      {open && <UnitDrawer unit={open} units={units} counts={counts} onClose={() => show()} />}
      <NewUnit open={isAdding} units={units} onClose={() => setAdding(false)} />
      {move && (
        <MoveUnit
          unit={move.unit}
          parentId={move.parentId}
          units={units}
          onClose={() => setMove(undefined)}
        />
      )}
    </Page>
  )
}
