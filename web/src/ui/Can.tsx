import type { ReactNode } from 'react'
import { useMayAny } from '@/lib/session'

/** One permission, or several of which any will do. */
type CanProps = { permission: string | readonly string[]; children: ReactNode }

/** Shows its content to those who may; the server decides again. */
export function Can({ permission, children }: CanProps) {
  return useMayAny([permission].flat()) ? children : null
}
