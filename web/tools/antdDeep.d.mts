import type { Plugin } from 'vite'

export function antdDeep(): Plugin
