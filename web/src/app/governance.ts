/** The pages of the governance room, and the permission that opens each. */
export const governancePages = [
  { key: 'units', permission: 'organisation.view' },
  { key: 'people', permission: 'organisation.view' },
  { key: 'calendars', permission: 'organisation.view' },
  { key: 'access', permission: ['access.manage', 'access.manage_accounts', 'access.break_glass'] },
  { key: 'authorities', permission: 'organisation.view' },
  { key: 'fields', permission: 'access.manage_policy' },
  { key: 'audit', permission: 'access.read_audit' },
  {
    key: 'privacy',
    permission: [
      'access.erase',
      'access.hold',
      'access.retain',
      'access.export_personal',
      'access.manage_notices',
      'access.publish_notices',
      'access.read_consents',
    ],
  },
] as const

/** The first page that somebody with these permissions may see. */
export const firstGovernancePage = (permissions: string[]) =>
  governancePages.find(({ permission }) =>
    [permission].flat().some((one) => permissions.includes(one)),
  )?.key ?? 'units'
