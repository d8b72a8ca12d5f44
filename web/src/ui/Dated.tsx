import { Fragment } from 'react'

const DATE = /(\d{4}-\d{2}-\d{2})/

/** A text in which no date is torn apart at the end of a line. */
export function Dated({ text }: { text: string }) {
  return text.split(DATE).map((part, at) =>
    at % 2 === 1 ? (
      // The parts of a text stand for good.
      <span key={at} className="nowrap">
        {part}
      </span>
    ) : (
      <Fragment key={at}>{part}</Fragment>
    ),
  )
}
