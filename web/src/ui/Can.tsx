import type { ReactNode } from 'react'
import { useMay } from '@/lib/session'

/** Shows its content to those who may; the server decides again. */
export function Can({ permission, children }: { permission: string; children: ReactNode }) {
  return useMay(permission) ? children : null
}
