import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsPhone } from '@/lib/useIsPhone'
import { actionColumn } from '@/ui/actionColumn'
import { EmptyState } from '@/ui/EmptyState'
import { CloseFrom } from './CloseFrom'
import { DraftBar } from './DraftBar'
import { DropRule } from './DropRule'
import { NewClassRule } from './NewClassRule'
import { policyQuery } from './queries'
import { WholeRule } from './RuleText'
import { closedFrom, isOfClasses, type Rule } from './rules'
import { useFieldWords } from './useFieldWords'
import { useRules } from './useRules'

/** What raising the class of a record locks: the rules that ask for a class. */
export function ClassRules() {
  const { t } = useTranslation('policy')
  const { data: policy } = useSuspenseQuery(policyQuery)
  const words = useFieldWords()
  const { rules, add, drop } = useRules(policy)
  const [dialog, setDialog] = useState<'close' | 'new'>()
  const columns = useColumns(drop)
  const ofClasses = rules.filter(isOfClasses)
  const from = closedFrom(rules)
  const verdict =
    from === undefined
      ? t('classes.closesSome')
      : t('classes.closes', { name: words.className(from) })
  const isEmpty = ofClasses.length === 0
  const buttons = (
    <div className="page-actions">
      <Button type={isEmpty ? 'primary' : 'default'} onClick={() => setDialog('close')}>
        {t('classes.close')}
      </Button>
      <Button onClick={() => setDialog('new')}>{t('rule.new')}</Button>
    </div>
  )

  return (
    <>
      {isEmpty ? (
        <EmptyState title={t('classes.none')} hint={t('classes.noneHint')} action={buttons} />
      ) : (
        <>
          <p>{policy.draft ? t('classes.drafted', { verdict }) : verdict}</p>
          {buttons}
          <Table
            size="small"
            aria-label={t('tab.classes')}
            rowKey="key"
            columns={columns}
            dataSource={ofClasses}
            pagination={false}
          />
        </>
      )}
      <DraftBar policy={policy} />
      {dialog === 'close' && <CloseFrom onSave={add} onClose={() => setDialog(undefined)} />}
      {dialog === 'new' && <NewClassRule onSave={add} onClose={() => setDialog(undefined)} />}
    </>
  )
}

function useColumns(onDrop: (rule: Rule) => void): TableColumnsType<Rule> {
  const { t } = useTranslation('policy')
  const isPhone = useIsPhone()
  const words = useFieldWords()
  const dropping = actionColumn<Rule>(t('rule.drop'), isPhone ? 84 : 100, (rule) => (
    <DropRule rule={rule} onDrop={onDrop} />
  ))
  if (isPhone) {
    const title = t('version.rules')
    return [{ key: 'rule', title, render: (_, rule) => <WholeRule rule={rule} /> }, dropping]
  }
  return [
    { key: 'who', title: t('rule.who'), render: (_, { cell }) => words.subject(cell) },
    {
      key: 'resource',
      title: t('resourceOf'),
      render: (_, { cell }) => (cell.resource ? words.resource(cell.resource) : t('everyResource')),
    },
    { key: 'field', title: t('column.field'), render: (_, rule) => words.fields(rule) },
    {
      key: 'rows',
      title: t('classes.rows'),
      render: (_, { cell }) => words.conditions(cell).join(' · ') || t('rule.any'),
    },
    { key: 'what', title: t('rule.what'), render: (_, { cell }) => words.gives(cell) },
    dropping,
  ]
}
