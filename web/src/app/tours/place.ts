/** A rectangle of the window, in pixels. */
export type Frame = { left: number; top: number; width: number; height: number }
type Place = { left: number; top: number }

const CARD = { width: 340, height: 210 }
const GAP = 12

/** Around what is shown, so that it is not cut by its light. */
export function frameOf({ left, top, width, height }: Frame, margin = 4): Frame {
  const [seenTop, seenLeft] = [Math.max(top - margin, 0), Math.max(left - margin, 0)]
  return {
    left: seenLeft,
    top: seenTop,
    width: Math.min(width + 2 * margin, innerWidth - seenLeft),
    height: Math.min(height + 2 * margin, innerHeight - seenTop),
  }
}

/** Where the card stands: below what is shown, else beside it, else above, always in the window. */
export function cardPlace(
  frame: Frame,
  screen = { width: innerWidth, height: innerHeight },
): Place {
  const within = (value: number, most: number) => Math.max(GAP, Math.min(value, most - GAP))
  const left = within(frame.left, screen.width - Math.min(CARD.width, screen.width - 2 * GAP))
  const below = frame.top + frame.height + GAP
  const beside = frame.left + frame.width + GAP
  if (below + CARD.height < screen.height) return { left, top: below }
  if (beside + CARD.width < screen.width)
    return { left: beside, top: within(frame.top, screen.height - CARD.height) }
  const above = frame.top - CARD.height - GAP
  if (above > GAP) return { left, top: above }
  return { left, top: within(screen.height, screen.height - CARD.height) }
}
