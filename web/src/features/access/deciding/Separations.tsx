import { PlusOutlined } from '@ant-design/icons'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Button, Form, Radio, Select, Switch, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '@/lib/session'
import { useNamed } from '@/lib/useNamed'
import { actionColumn } from '@/ui/actionColumn'
import { FormDialog } from '@/ui/FormDialog'
import { HistoryButton } from '@/ui/history/HistoryButton'
import { Locked } from '@/ui/Locked'
import { useTold } from '@/ui/useTold'
import { rolesQuery } from '../governing/queries'
import { pairsQuery, type Separation, separationsQuery, useSeparationChanges } from './queries'

/** What a role or an act is called. */
function useDutyName() {
  const { t } = useTranslation('deciding')
  const named = useNamed()
  const { data: roles } = useQuery(rolesQuery)
  return (kind: string, code: string) => {
    if (kind === 'acts') return t(`act.${code}`, code)
    const role = roles?.find((one) => one.code === code)
    return role ? named(role) : code
  }
}

/** Which duties one person must not have together. */
export function Separations() {
  const { t } = useTranslation('deciding')
  const { data: rules } = useSuspenseQuery(separationsQuery)
  const [isNew, setNew] = useState(false)
  const mayChange = useMay('access.manage')

  return (
    <>
      {mayChange && (
        <div className="filters">
          <Button icon={<PlusOutlined aria-hidden />} onClick={() => setNew(true)}>
            {t('separation.new')}
          </Button>
        </div>
      )}
      <Table
        size="small"
        aria-label={t('tab.separations')}
        rowKey="id"
        columns={useColumns(mayChange)}
        dataSource={rules}
        pagination={false}
      />
      {isNew && <SeparationDialog onClose={() => setNew(false)} />}
    </>
  )
}

function useColumns(mayChange: boolean): TableColumnsType<Separation> {
  const { t } = useTranslation('deciding')
  const nameOf = useDutyName()
  const { turn, remove } = useSeparationChanges()
  const told = useTold()
  const saying = ({ kind, first, second }: Separation) =>
    t(`separation.${kind}`, { first: nameOf(kind, first), second: nameOf(kind, second) })
  const turnTo = async (rule: Separation, is_on: boolean) => {
    const turning = turn.mutateAsync({ rule, is_on })
    const changed = await turning.catch(() => undefined)
    // One rule is switched off by two people: the first only asks for it.
    const off = changed?.is_on ? 'separation.offAsked' : 'separation.turnedOff'
    void told(turning, {
      text: t(is_on ? 'separation.turnedOn' : off),
      undo: (now) => turn.mutateAsync({ rule: now, is_on: !is_on }),
    })
  }
  const keepOn = (rule: Separation) =>
    told(turn.mutateAsync({ rule, is_on: true }), { text: t('separation.keptOn') })
  return [
    {
      key: 'rule',
      title: t('separation.rule'),
      render: (_, rule) => (
        <>
          {saying(rule)}
          {rule.is_fixed && <div className="quiet">{t('separation.fixed')}</div>}
          {rule._locked?.includes('off_proposed_by') && (
            <div>
              <Locked of={rule} field="off_proposed_by">
                {null}
              </Locked>
            </div>
          )}
          {rule.off_proposed_by && (
            <div className="quiet">
              {t('separation.offProposed', { name: rule.off_proposed_by.name })}
              {mayChange && (
                <Button type="link" size="small" onClick={() => keepOn(rule)}>
                  {t('separation.keepOn')}
                </Button>
              )}
            </div>
          )}
        </>
      ),
    },
    {
      key: 'on',
      title: t('separation.on'),
      width: 90,
      render: (_, rule) => (
        <Switch
          aria-label={saying(rule)}
          checked={rule.is_on}
          disabled={!mayChange || rule.is_fixed}
          onChange={(is_on) => void turnTo(rule, is_on)}
        />
      ),
    },
    actionColumn(t('actions'), 120, (rule) => (
      <>
        <HistoryButton kind="separation" id={rule.id} name={saying(rule)} compact />
        {mayChange && !rule.is_ready && (
          <Button
            size="small"
            aria-label={t('separation.removeOf', { rule: saying(rule) })}
            onClick={() => told(remove.mutateAsync(rule), { text: t('separation.removed') })}
          >
            {t('separation.remove')}
          </Button>
        )}
      </>
    )),
  ]
}

type Given = { kind: 'acts' | 'roles'; pair?: string; first?: string; second?: string }

function SeparationDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('deciding')
  const { add } = useSeparationChanges()
  const [kind, setKind] = useState<Given['kind']>('roles')
  const submit = (given: Given) => {
    const [first = '', second = ''] =
      given.kind === 'acts' ? (given.pair ?? '').split(' ') : [given.first, given.second]
    return add.mutateAsync({ kind: given.kind, first, second })
  }
  return (
    <FormDialog<Given>
      title={t('separation.new')}
      okText={t('save')}
      open
      onClose={onClose}
      initialValues={{ kind }}
      onChange={(now) => setKind(now.kind)}
      onSubmit={submit}
    >
      <Form.Item name="kind" label={t('separation.kind')}>
        <Radio.Group
          options={(['roles', 'acts'] as const).map((value) => ({
            value,
            label: t(`separation.of.${value}`),
          }))}
        />
      </Form.Item>
      {kind === 'acts' ? <PairField /> : <RoleFields />}
    </FormDialog>
  )
}

function PairField() {
  const { t } = useTranslation('deciding')
  const { data: pairs } = useQuery(pairsQuery)
  const nameOf = useDutyName()
  const options = pairs?.map(({ first, second }) => ({
    value: `${first} ${second}`,
    label: t('separation.acts', { first: nameOf('acts', first), second: nameOf('acts', second) }),
  }))
  return (
    <Form.Item name="pair" label={t('separation.rule')} rules={[{ required: true }]}>
      <Select options={options} popupMatchSelectWidth={false} />
    </Form.Item>
  )
}

function RoleFields() {
  const { t } = useTranslation('deciding')
  const { data: roles } = useQuery(rolesQuery)
  const nameOf = useDutyName()
  const options = roles?.map(({ code }) => ({ value: code, label: nameOf('roles', code) }))
  return (
    <div className="form-pair">
      <Form.Item name="first" label={t('separation.first')} rules={[{ required: true }]}>
        <Select options={options} />
      </Form.Item>
      <Form.Item name="second" label={t('separation.second')} rules={[{ required: true }]}>
        <Select options={options} />
      </Form.Item>
    </div>
  )
}
