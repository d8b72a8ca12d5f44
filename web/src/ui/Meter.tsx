import { formatPercent } from '@/lib/format'

/** A share of 1 as a small bar and a number. */
export function Meter({ share, label }: { share: number | null | undefined; label: string }) {
  if (share === null || share === undefined) return <span className="quiet">—</span>
  return (
    <span className="meter">
      <span
        className="meter-track"
        role="progressbar"
        aria-label={label}
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <span
          className="meter-fill"
          style={{ width: `${Math.min(Math.max(share, 0), 1) * 100}%` }}
        />
      </span>
      <span className="number">{formatPercent(share)}</span>
    </span>
  )
}
