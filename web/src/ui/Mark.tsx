/** The sign of Zhongshu: the character 中, drawn. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className="mark">
      <rect width="32" height="32" rx="7" />
      <path d="M8 12h16v8H8zM16 6v20" />
    </svg>
  )
}
