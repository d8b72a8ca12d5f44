import { DownOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { exportAddress } from '../queries'

const FORMATS = ['mspdi', 'xlsx', 'ical'] as const

/** Takes the plan out as a file. */
export function ExportMenu({ projectId }: { projectId: string }) {
  const { t } = useTranslation('planning')
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: FORMATS.map((format) => ({
          key: format,
          label: (
            <a href={exportAddress(projectId, format)} download>
              {t(`exportFormat.${format}`)}
            </a>
          ),
        })),
      }}
    >
      <Button>
        {t('export')} <DownOutlined aria-hidden />
      </Button>
    </Dropdown>
  )
}
