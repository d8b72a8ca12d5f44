import { SearchOutlined } from '@ant-design/icons'
import { Checkbox, Input, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClear } from '@/ui/useClear'

type PermissionMatrixProps = {
  names: string[]
  /** What the viewer holds over the company, and so may put into a role. */
  held: string[]
  before: string[]
  wanted: string[]
  mayEdit: boolean
  onChange: (wanted: string[]) => void
}

const groupOf = (name: string) => name.split('.')[0] ?? name

/** Every permission by the part of the product it belongs to, with what it lets do. */
export function PermissionMatrix(props: PermissionMatrixProps) {
  const clear = useClear()
  const { names, wanted, mayEdit, onChange } = props
  const { t } = useTranslation('governing')
  const [typed, setTyped] = useState('')
  const shown = names.filter((name) => {
    const words = [name, t(`permission.${name}.name`, name), t(`permission.${name}.hint`, '')]
    return words.join(' ').toLowerCase().includes(typed.trim().toLowerCase())
  })
  const groups = [...new Set(shown.map(groupOf))]
  const turn = (name: string, isOn: boolean) =>
    onChange(isOn ? [...wanted, name] : wanted.filter((one) => one !== name))

  return (
    <>
      <Input
        allowClear={clear}
        prefix={<SearchOutlined aria-hidden />}
        aria-label={t('role.findPermission')}
        placeholder={t('role.findPermission')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className="filter-text"
      />
      {groups.length === 0 && <p className="quiet">{t('role.noPermission')}</p>}
      {groups.map((group) => (
        <fieldset key={group} className="permission-group">
          <legend>{t(`group.${group}`, group)}</legend>
          {shown
            .filter((name) => groupOf(name) === group)
            .map((name) => (
              <Permission
                key={name}
                name={name}
                isOn={wanted.includes(name)}
                was={props.before.includes(name)}
                isHeld={props.held.includes(name)}
                mayEdit={mayEdit}
                onTurn={(isOn) => turn(name, isOn)}
              />
            ))}
        </fieldset>
      ))}
    </>
  )
}

type PermissionProps = {
  name: string
  isOn: boolean
  was: boolean
  isHeld: boolean
  mayEdit: boolean
  onTurn: (isOn: boolean) => void
}

function Permission({ name, isOn, was, isHeld, mayEdit, onTurn }: PermissionProps) {
  const { t } = useTranslation('governing')
  const isBeyond = mayEdit && !isHeld && !was
  return (
    <Checkbox
      checked={isOn}
      disabled={!mayEdit || isBeyond}
      onChange={({ target }) => onTurn(target.checked)}
      className="permission"
    >
      <span className="permission-name">{t(`permission.${name}.name`, name)}</span>
      {isOn !== was && <Tag>{t(isOn ? 'role.added' : 'role.removed')}</Tag>}
      <span className="permission-hint">
        {t(`permission.${name}.hint`, '')} {isBeyond && t('role.beyond')}
      </span>
    </Checkbox>
  )
}
