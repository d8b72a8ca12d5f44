/**
 * Where a dialog is drawn whose first field takes the focus.
 *
 * Left to itself a dialog is made before it stands in the page, where nothing can take the focus.
 * One that moves in makes its fields later; where the device asks for stillness it does not, and
 * the focus went to the cross in the corner.
 */
export const inPage = () => document.body
