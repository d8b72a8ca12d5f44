/** Whether every combination is played, as at night; a merge plays one of each kind, in turn. */
export const isWhole = process.env.JOURNEYS === 'all'

/** Of what is shown in each of so many ways: what has its turn in this one. */
export const inTurn = <One>(all: readonly One[], way: number, ways: number): One[] =>
  all.filter((_, place) => isWhole || place % ways === way)
