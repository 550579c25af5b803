//! Files, archives and documents handed in.

use super::Kind;

problems! {
    ARCHIVE_EMPTY "archive.empty" 422
        "文件是空的（0 字节）" "the file is empty (0 bytes)"
        "检查文件是否传完整、是否选对" "check that it was copied whole, and that it is the one you mean";
    ARCHIVE_LARGE "archive.large" 422
        "压缩包解开后太大：{what}" "the archive is too large once unpacked: {what}"
        "最多 {entries} 个文件，合计 {size} MB" "at most {entries} files of {size} MB together";
    ARCHIVE_NONE "archive.none" 422
        "压缩包里没有规划包或指标目录" "the archive holds no package"
        "压缩包里（或它唯一的文件夹里）要有 datapackage.json" "datapackage.json lies at its top, or in its one folder";
    ARCHIVE_NOT_ZIP "archive.not_zip" 422
        "这不是 .zip 压缩包" "this is no .zip archive"
        "把规划包的文件夹压缩成 .zip 再传；.rar、.7z 请先解开" "pack the folder of the package as a .zip; unpack a .rar or .7z first";
    ARCHIVE_PATH "archive.path" 422
        "压缩包里的路径“{value}”不安全" "the path “{value}” of the archive is not safe"
        "路径不能以 / 开头，也不能含 .." "a path begins with no / and holds no ..";
    ARCHIVE_TWICE "archive.twice" 422
        "压缩包里有两个“{value}”" "the archive holds “{value}” twice"
        "每个文件只放一份" "put each file in once";
    ARCHIVE_UNREADABLE "archive.unreadable" 422
        "压缩包已损坏、不完整或加了密码（{error}）" "the archive is damaged, cut short or has a password ({error})"
        "重新压缩成不加密的 .zip 再传" "pack it again as a .zip without a password";
    DOCUMENT_UNREAD "document.unread" 422
        "{zh}" "{en}"
        "换一份文件再试" "try another file";
    FILE_EXISTS "file.exists" 422
        "文件已经存在" "the file exists already"
        "换一个新文件夹，或先移走它" "choose a new folder, or move the file away";
    FILE_NOT_TEXT "file.not_text" 422
        "不是 UTF-8 文本" "not text in UTF-8"
        "用编辑器另存为 UTF-8" "save it as UTF-8";
    FILE_UNREADABLE "file.unreadable" 422
        "读不出文件：{error}" "the file cannot be read: {error}"
        "检查路径和权限" "check path and permissions";
}
