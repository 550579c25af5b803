//! Sign-in, rights and accounts.

use super::Kind;

problems! {
    ACCESS_CLOSED "access.closed" 401
        "账号“{user}”已停用" "the account “{user}” is closed"
        "工作已交接的，请接任人登录；需要重新启用的，请联系管理员" "where it was handed over, the successor signs in; to open it again, ask the administrator";
    ACCESS_DENIED "access.denied" 403
        "没有权限进行此操作" "you may not do this"
        "请用有权限的账号登录，或向系统管理员申请" "sign in with an account that may, or ask the administrator";
    ACCESS_LOCKED "access.locked" 429
        "连续输错口令，账号暂时锁定" "too many wrong passwords: the account is locked for a while"
        "{minutes} 分钟后再试，或请管理员重置口令" "try again in {minutes} minutes, or ask the administrator to reset the password";
    ACCESS_ORIGIN "access.origin" 403
        "请求不是从本系统的页面发出的" "the request does not come from this system's own pages"
        "程序调用时请带上请求头 X-Heng: 1" "programs send the header X-Heng: 1";
    ACCESS_PASSWORD_CHANGE "access.password_change" 403
        "首次登录须先修改口令" "the password must be changed first"
        "修改口令后继续" "change it, then go on";
    ACCESS_REFUSED "access.refused" 401
        "用户名或口令不对" "wrong user name or password"
        "检查大小写；连续输错 {limit} 次将锁定 {minutes} 分钟" "mind upper and lower case; after {limit} failures the account is locked for {minutes} minutes";
    ACCESS_SIGN_IN "access.sign_in" 401
        "尚未登录或登录已过期" "not signed in, or the session has expired"
        "请重新登录" "sign in again";
    FACTOR_ACTIVE "factor.active" 409
        "已启用第二重验证" "a second factor is in use already"
        "更换设备时，请管理员先解除" "to change the device, have the administrator reset it first";
    FACTOR_CODE "factor.code" 422
        "动态码不对或已用过" "the code is wrong or has been used"
        "输入身份验证器现在显示的 6 位数；核对手机的时间" "type the six digits that the device now shows; check its clock";
    FACTOR_LOCKED "factor.locked" 429
        "动态码连续输错，暂时锁定" "too many wrong codes: locked for a while"
        "{minutes} 分钟后再试，或请管理员解除" "try again in {minutes} minutes, or ask the administrator to reset it";
    FACTOR_NONE "factor.none" 409
        "还没有启用第二重验证" "no second factor is set up"
        "先在用户菜单的“第二重验证”中启用" "set one up first, in the user's menu";
    PASSWORD_CURRENT "password.current" 422
        "现在的口令不对" "the present password is wrong"
        "重新输入" "type it again";
    PASSWORD_SAME "password.same" 422
        "新口令与现在的相同" "the new password is the present one"
        "换一个" "choose another";
    PASSWORD_WEAK "password.weak" 422
        "口令太弱" "the password is too weak"
        "至少 {shortest} 个字符，含大写、小写、数字、其他字符中的三类，不含用户名" "at least {shortest} characters of three of these: capitals, small letters, digits, others; without the user name";
    USER_LAST_ADMINISTRATOR "user.last_administrator" 409
        "“{name}”是最后一名可用的管理员" "“{name}” is the last active administrator"
        "先新建另一名管理员" "create another administrator first";
    USER_NAME_TAKEN "user.name_taken" 409
        "用户名“{name}”已被使用" "the user name “{name}” is taken"
        "换一个用户名" "choose another name";
    USER_SUCCESSOR "user.successor" 422
        "“{to}”不能接替“{from}”" "“{to}” cannot follow “{from}”"
        "接任人须与原联络员同单位、同角色，且账号在用" "a successor is an active user of the same unit and role";
    USER_UNIT "user.unit" 422
        "“{name}”的角色与单位不符" "role and unit of “{name}” do not fit"
        "填报员和审核员要选单位，其他角色不选" "a reporter and a reviewer have a unit, the other roles have none";
}
