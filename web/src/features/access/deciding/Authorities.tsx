import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { authoritiesQuery } from '@/lib/authorities'
import { useMay } from '@/lib/session'
import { HoldingDialog } from './HoldingDialog'
import { HoldingTable } from './HoldingTable'
import { type Authority, type Holding, holdingsQuery } from './queries'
import type { DecidingSearch } from './search'
import { WhoDecides } from './WhoDecides'
import { useWords } from './words'

export type TabProps = { search: DecidingSearch; onShow: (change: DecidingSearch) => void }

/** Every authority with its holders and limits, and whether somebody may decide something. */
export function Authorities({ search, onShow }: TabProps) {
  const { t } = useTranslation('deciding')
  const { data: authorities } = useSuspenseQuery(authoritiesQuery)
  const { data: holdings } = useSuspenseQuery(holdingsQuery)
  const [isGiving, setGiving] = useState(false)
  const mayManage = useMay('access.manage_authorities')
  const mayAsk = useMay('access.view_authorities')

  return (
    <>
      {mayAsk && <WhoDecides search={search} onShow={onShow} />}
      {mayManage && (
        <div className="filters">
          <Button icon={<PlusOutlined aria-hidden />} onClick={() => setGiving(true)}>
            {t('holding.new')}
          </Button>
        </div>
      )}
      <div className="authority-list">
        {authorities.map((one) => (
          <Holders
            key={one.code}
            authority={one}
            holdings={holdings.filter(({ authority }) => authority === one.code)}
          />
        ))}
      </div>
      {isGiving && <HoldingDialog onClose={() => setGiving(false)} />}
    </>
  )
}

function Holders({ authority, holdings }: { authority: Authority; holdings: Holding[] }) {
  const { t, i18n } = useTranslation('deciding')
  const { named } = useWords()
  return (
    <section aria-label={named(authority)}>
      <h3>{named(authority)}</h3>
      <p className="quiet">{i18n.language === 'en' ? authority.decides_en : authority.decides}</p>
      {holdings.length === 0 ? (
        <p>{t('holding.none')}</p>
      ) : (
        <HoldingTable label={named(authority)} holdings={holdings} />
      )}
    </section>
  )
}
