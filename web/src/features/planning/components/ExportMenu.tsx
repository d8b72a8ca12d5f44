import { DownOutlined } from '@ant-design/icons'
import { App, Button, Dropdown, type MenuProps } from 'antd'
import { lazy, type RefObject, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatTime } from '@/lib/format'
import { useSession } from '@/lib/session'
import { DownloadLink } from '@/ui/DownloadLink'
import type { GanttHandle } from '@/ui/gantt/props'
import type { PngPart, Shot } from '../exporting'
import { exportAddress } from '../queries'

const PrintView = lazy(async () => ({ default: (await import('./PrintView')).PrintView }))

const FORMATS = ['mspdi', 'xlsx', 'csv', 'ical'] as const
const PICTURES: Readonly<Record<string, PngPart>> = { 'png-seen': 'seen', 'png-whole': 'whole' }

type ExportMenuProps = {
  projectId: string
  gantt: RefObject<GanttHandle | null>
  /** What the page shows now, to be drawn on paper or into a picture. */
  shot: Shot
}

/** Takes the plan out: as a file, on paper, or as a picture. */
export function ExportMenu({ projectId, gantt, shot }: ExportMenuProps) {
  const { t } = useTranslation('planning')
  const { message } = App.useApp()
  const { server_date, user } = useSession()
  // Paper and pictures carry who took them out and when, as files of a higher class do.
  const mark = () => [server_date, user?.name, formatTime()].filter(Boolean).join(' · ')
  // The picture as it was when the preview was asked for: it must not be laid out anew meanwhile.
  const [printed, setPrinted] = useState<Shot | null>(null)
  const { name } = shot.plan.project

  const choose: MenuProps['onClick'] = async ({ key }) => {
    const part = PICTURES[key]
    if (key === 'print') setPrinted(shot)
    if (!part) return
    const { savePng } = await import('../exporting')
    await savePng(shot, part, gantt.current, name, mark()).catch(() =>
      message.error(t('print.noPicture')),
    )
  }
  const items: MenuProps['items'] = [
    { key: 'print', label: t('print.open') },
    { key: 'png-seen', label: t('print.pngSeen') },
    { key: 'png-whole', label: t('print.pngWhole') },
    { type: 'divider' },
    ...FORMATS.map((format) => ({
      key: format,
      label: (
        <DownloadLink address={exportAddress(projectId, format)}>
          {t(`exportFormat.${format}`)}
        </DownloadLink>
      ),
    })),
  ]

  return (
    <>
      <Dropdown trigger={['click']} menu={{ items, onClick: choose }}>
        <Button>
          {t('export')} <DownOutlined aria-hidden />
        </Button>
      </Dropdown>
      {printed && (
        <Suspense fallback={null}>
          <PrintView shot={printed} title={name} note={mark()} onClose={() => setPrinted(null)} />
        </Suspense>
      )}
    </>
  )
}
