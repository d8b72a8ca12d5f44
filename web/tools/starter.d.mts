import type { Plugin } from 'vite'

export function starter(): Plugin
