// Written for browsers of any age: `inset` came with Chromium 87, the oldest one the bundle is built for.
if (!(window.CSS && CSS.supports && CSS.supports('inset', '0px') && 'replaceAll' in String.prototype)) {
  document.getElementById('app').innerHTML =
    '<p style="margin:80px auto;max-width:640px;font:16px/1.8 Microsoft YaHei,sans-serif">' +
    '浏览器版本过低,请使用 Chromium 87 以上(360、奇安信、Edge 等)</p>'
}
