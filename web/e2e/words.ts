import errorsEn from '../src/api/errors/locales/en.json' with { type: 'json' }
import errorsZh from '../src/api/errors/locales/zh-CN.json' with { type: 'json' }
import helpEn from '../src/app/help/locales/en.json' with { type: 'json' }
import helpZh from '../src/app/help/locales/zh-CN.json' with { type: 'json' }
import appEn from '../src/app/locales/en.json' with { type: 'json' }
import appZh from '../src/app/locales/zh-CN.json' with { type: 'json' }
import paletteEn from '../src/app/palette/locales/en.json' with { type: 'json' }
import paletteZh from '../src/app/palette/locales/zh-CN.json' with { type: 'json' }
import toursEn from '../src/app/tours/locales/en.json' with { type: 'json' }
import toursZh from '../src/app/tours/locales/zh-CN.json' with { type: 'json' }
import decidingEn from '../src/features/access/deciding/locales/en.json' with { type: 'json' }
import decidingZh from '../src/features/access/deciding/locales/zh-CN.json' with { type: 'json' }
import governingEn from '../src/features/access/governing/locales/en.json' with { type: 'json' }
import governingZh from '../src/features/access/governing/locales/zh-CN.json' with { type: 'json' }
import accessEn from '../src/features/access/locales/en.json' with { type: 'json' }
import accessZh from '../src/features/access/locales/zh-CN.json' with { type: 'json' }
import policyEn from '../src/features/access/policy/locales/en.json' with { type: 'json' }
import policyZh from '../src/features/access/policy/locales/zh-CN.json' with { type: 'json' }
import securityEn from '../src/features/access/security/locales/en.json' with { type: 'json' }
import securityZh from '../src/features/access/security/locales/zh-CN.json' with { type: 'json' }
import auditEn from '../src/features/audit/locales/en.json' with { type: 'json' }
import auditZh from '../src/features/audit/locales/zh-CN.json' with { type: 'json' }
import discussionEn from '../src/features/collaboration/discussion/locales/en.json' with {
  type: 'json',
}
import discussionZh from '../src/features/collaboration/discussion/locales/zh-CN.json' with {
  type: 'json',
}
import notificationsEn from '../src/features/collaboration/notifications/locales/en.json' with {
  type: 'json',
}
import notificationsZh from '../src/features/collaboration/notifications/locales/zh-CN.json' with {
  type: 'json',
}
import outboxEn from '../src/features/collaboration/outbox/locales/en.json' with { type: 'json' }
import outboxZh from '../src/features/collaboration/outbox/locales/zh-CN.json' with { type: 'json' }
import integrationsEn from '../src/features/integrations/locales/en.json' with { type: 'json' }
import integrationsZh from '../src/features/integrations/locales/zh-CN.json' with { type: 'json' }
import organisationEn from '../src/features/organisation/locales/en.json' with { type: 'json' }
import organisationZh from '../src/features/organisation/locales/zh-CN.json' with { type: 'json' }
import boardEn from '../src/features/planning/board/locales/en.json' with { type: 'json' }
import boardZh from '../src/features/planning/board/locales/zh-CN.json' with { type: 'json' }
import planningEn from '../src/features/planning/locales/en.json' with { type: 'json' }
import planningZh from '../src/features/planning/locales/zh-CN.json' with { type: 'json' }
import taskEn from '../src/features/planning/task/locales/en.json' with { type: 'json' }
import taskZh from '../src/features/planning/task/locales/zh-CN.json' with { type: 'json' }
import privacyEn from '../src/features/privacy/locales/en.json' with { type: 'json' }
import privacyZh from '../src/features/privacy/locales/zh-CN.json' with { type: 'json' }
import noticesEn from '../src/features/privacy/notices/locales/en.json' with { type: 'json' }
import noticesZh from '../src/features/privacy/notices/locales/zh-CN.json' with { type: 'json' }
import projectsEn from '../src/features/projects/locales/en.json' with { type: 'json' }
import projectsZh from '../src/features/projects/locales/zh-CN.json' with { type: 'json' }
import workEn from '../src/features/work/locales/en.json' with { type: 'json' }
import workZh from '../src/features/work/locales/zh-CN.json' with { type: 'json' }
import ganttEn from '../src/ui/gantt/locales/en.json' with { type: 'json' }
import ganttZh from '../src/ui/gantt/locales/zh-CN.json' with { type: 'json' }
import uiEn from '../src/ui/locales/en.json' with { type: 'json' }
import uiZh from '../src/ui/locales/zh-CN.json' with { type: 'json' }
import loweringEn from '../src/ui/lowering/locales/en.json' with { type: 'json' }
import loweringZh from '../src/ui/lowering/locales/zh-CN.json' with { type: 'json' }
import viewsEn from '../src/ui/views/locales/en.json' with { type: 'json' }
import viewsZh from '../src/ui/views/locales/zh-CN.json' with { type: 'json' }

const words = {
  'zh-CN': {
    access: accessZh,
    app: appZh,
    audit: auditZh,
    board: boardZh,
    deciding: decidingZh,
    discussion: discussionZh,
    errors: errorsZh,
    tours: toursZh,
    palette: paletteZh,
    help: helpZh,
    gantt: ganttZh,
    governing: governingZh,
    integrations: integrationsZh,
    lowering: loweringZh,
    organisation: organisationZh,
    outbox: outboxZh,
    notices: noticesZh,
    notifications: notificationsZh,
    planning: planningZh,
    policy: policyZh,
    privacy: privacyZh,
    projects: projectsZh,
    security: securityZh,
    ui: uiZh,
    task: taskZh,
    views: viewsZh,
    work: workZh,
  },
  en: {
    access: accessEn,
    app: appEn,
    audit: auditEn,
    board: boardEn,
    deciding: decidingEn,
    discussion: discussionEn,
    errors: errorsEn,
    tours: toursEn,
    palette: paletteEn,
    help: helpEn,
    gantt: ganttEn,
    governing: governingEn,
    integrations: integrationsEn,
    lowering: loweringEn,
    organisation: organisationEn,
    outbox: outboxEn,
    notices: noticesEn,
    notifications: notificationsEn,
    planning: planningEn,
    policy: policyEn,
    privacy: privacyEn,
    projects: projectsEn,
    security: securityEn,
    ui: uiEn,
    task: taskEn,
    views: viewsEn,
    work: workEn,
  },
}

/** The texts of the interface in the language a test project runs in. */
export const wordsIn = (project: string) => words[project === 'en' ? 'en' : 'zh-CN']

/** A text with its `{{holes}}` filled. */
export const fill = (text: string, values: Record<string, string | number>) =>
  text.replace(/\{\{(\w+)\}\}/g, (_, hole: string) => String(values[hole]))

/** The words that a pattern looks for, taken literally. */
export const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
