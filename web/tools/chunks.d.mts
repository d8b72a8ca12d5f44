import type { Rolldown } from 'vite'

export const CHUNKS: Rolldown.CodeSplittingGroup[]
