import { CloseCircleFilled } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'

/** `allowClear` of a field or choice: antd would call the button that empties it by an English name. */
export function useClear() {
  const { t } = useTranslation('ui')
  const label = t('clear')
  return { clearIcon: <CloseCircleFilled aria-label={label} />, label }
}
