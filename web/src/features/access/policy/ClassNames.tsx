import { useSuspenseQuery } from '@tanstack/react-query'
import { Alert, Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { fieldsQuery } from '@/lib/classes'
import { useTold } from '@/ui/useTold'
import { DraftBar } from './DraftBar'
import { contentOf, policyQuery, usePolicyChanges } from './queries'
import { LEVELS } from './rules'
import { LANGUAGES } from './useSaid'

type Names = Record<string, string[]>

/** What the four classes are called in each language. */
export function ClassNames() {
  const { t } = useTranslation('policy')
  const { data: catalogue } = useSuspenseQuery(fieldsQuery)
  const { data: policy } = useSuspenseQuery(policyQuery)
  const { write } = usePolicyChanges()
  const told = useTold()
  const [form] = Form.useForm<Names>()
  const content = contentOf(policy)
  const names = { ...catalogue.schemes.default, ...content.names }
  const save = (wanted: Names) =>
    told(
      write.mutateAsync({
        body: { ...content, names: wanted },
        version: policy.draft?.version ?? 0,
      }),
      { text: t('names.saved') },
    )

  return (
    <>
      <Alert type="info" showIcon title={t('names.own')} description={t('names.stateSecrets')} />
      <Form form={form} layout="vertical" initialValues={names} onFinish={save} className="names">
        {LANGUAGES.map((language) => (
          <fieldset key={language} className="permission-group">
            <legend>{t(`names.${language}`)}</legend>
            <div className="names-row">
              {LEVELS.map((level) => (
                <Form.Item
                  key={level}
                  name={[language, level]}
                  label={t('names.level', { n: level + 1 })}
                  rules={[{ required: true, max: 30, whitespace: true }]}
                >
                  <Input />
                </Form.Item>
              ))}
            </div>
          </fieldset>
        ))}
        <div className="page-actions">
          {Object.entries(catalogue.schemes).map(([scheme, given]) => (
            <Button key={scheme} onClick={() => form.setFieldsValue(given)}>
              {t(`names.scheme.${scheme}`, scheme)}
            </Button>
          ))}
          <Button type="primary" htmlType="submit" loading={write.isPending}>
            {t('names.save')}
          </Button>
        </div>
      </Form>
      <DraftBar policy={policy} />
    </>
  )
}
