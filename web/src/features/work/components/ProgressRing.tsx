const RADIUS = 15
const LENGTH = 2 * Math.PI * RADIUS

/** A share of 1 as a ring around its number. */
export function ProgressRing({ share }: { share: number }) {
  return (
    <svg className="work-ring" width="36" height="36" viewBox="0 0 36 36" aria-hidden="true">
      <circle className="work-ring-track" cx="18" cy="18" r={RADIUS} />
      <circle
        className="work-ring-done"
        cx="18"
        cy="18"
        r={RADIUS}
        strokeDasharray={`${LENGTH * share} ${LENGTH}`}
        transform="rotate(-90 18 18)"
      />
      <text x="18" y="21.5" textAnchor="middle">
        {Math.round(share * 100)}
      </text>
    </svg>
  )
}
