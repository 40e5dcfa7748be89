// SPDX-License-Identifier: MIT
#include "lab/host/guest_files.h"

#include <fmt/format.h>

#include <deque>
#include <sstream>

#include "lab/host/command.h"
#include "lab/host/elf.h"
#include "lab/host/stamp.h"

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view library_folder = "usr/lib/x86_64-linux-gnu";

// Both spellings of a path below the root: packages of Debian 12 still bring bin/, sbin/ and lib/.
fs::path in_root(const fs::path& root, std::string_view name) {
    const std::string merged = FileTree::merged_name(name);
    std::error_code failed;
    if (fs::exists(root / merged, failed)) return root / merged;
    if (merged.starts_with("usr/") && fs::exists(root / merged.substr(4), failed)) return root / merged.substr(4);
    return {};
}

wifi::Error missing(const fs::path& root, std::string_view what, std::string_view why) {
    return {.what = fmt::format("the packages hold no {}{}", what, why),
            .file = root.string(),
            .hint = "try wlanmedic lab prepare --refresh"};
}

wifi::Result<void> add_from_root(FileTree& tree, const fs::path& root, std::string_view name,
                                 std::string_view as = {}) {
    const fs::path file = in_root(root, name);
    if (file.empty()) return std::unexpected(missing(root, name, ""));
    auto bytes = read_file(file);
    if (!bytes) return std::unexpected(bytes.error());
    const bool runs = (fs::status(file).permissions() & fs::perms::owner_exec) != fs::perms::none;
    tree.add_file(as.empty() ? name : as, *std::move(bytes), runs ? 0755 : 0644);
    return {};
}

wifi::Result<void> add_all(FileTree& tree, const fs::path& root, const std::vector<std::string_view>& names) {
    for (const std::string_view name : names)
        if (auto added = add_from_root(tree, root, name); !added) return added;
    return {};
}

// The regular files below a folder of the packages; none where they have no such folder.
wifi::Result<void> add_folder_of(FileTree& tree, const fs::path& root, const std::string& folder) {
    std::error_code failed;
    for (fs::recursive_directory_iterator entry(root / folder, failed), end; !failed && entry != end;
         entry.increment(failed)) {
        if (!entry->is_regular_file(failed)) continue;
        if (auto added = add_from_root(tree, root, entry->path().lexically_relative(root).string()); !added)
            return added;
    }
    return {};
}

wifi::Result<void> add_busybox(FileTree& tree, const fs::path& root) {
    const fs::path program = in_root(root, "bin/busybox");
    if (program.empty()) return std::unexpected(missing(root, "bin/busybox", ""));
    if (auto added = add_from_root(tree, root, "bin/busybox"); !added) return added;
    const auto list = run({.words = {program.string(), "--list"}, .directory = {}});
    if (!list) return std::unexpected(list.error());
    std::istringstream names(*list);
    for (std::string name; names >> name;)
        if (!tree.has("usr/bin/" + name) && !tree.has("usr/sbin/" + name))
            tree.add_link("usr/bin/" + name, "busybox");
    return {};
}

// Where the dynamic loader would find it, and where the guest has it then: below its name as programs want it.
wifi::Result<void> add_library(FileTree& tree, const FileTree& below, const fs::path& root,
                               const std::string& name, const Wanted& wanted, std::string_view wanted_by) {
    std::vector<std::string> folders;
    std::istringstream run_path(wanted.run_path);
    for (std::string folder; std::getline(run_path, folder, ':');)
        if (folder.starts_with('/')) folders.push_back(folder.substr(1));
    folders.emplace_back(library_folder);
    folders.emplace_back("usr/lib64");
    folders.emplace_back("usr/lib");
    for (const std::string& folder : folders) {
        const std::string place = fmt::format("{}/{}", folder, name);
        if (tree.has(place) || below.has(place)) return {};
        if (!in_root(root, place).empty()) return add_from_root(tree, root, place);
    }
    return std::unexpected(missing(root, name, fmt::format(", which {} wants", wanted_by)));
}

void add_system_files(FileTree& tree) {
    for (const char* folder : {"proc", "sys", "dev", "run", "tmp", "root", "etc", "var", "lab/modules"})
        tree.add_folder(folder);
    for (const char* top : {"bin", "sbin", "lib", "lib64"}) {
        tree.add_folder(fmt::format("usr/{}", top));
        tree.add_link(top, fmt::format("usr/{}", top));
    }
    tree.add_link("var/run", "/run");
    tree.add_file("etc/passwd", "root:x:0:0:root:/root:/bin/sh\nmessagebus:x:100:101::/nonexistent:/bin/false\n");
    tree.add_file("etc/group", "root:x:0:\nnetdev:x:102:\nmessagebus:x:101:\n");
    tree.add_file("etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n");
    tree.add_file("etc/hosts", "127.0.0.1 localhost\n");
}

}  // namespace

std::vector<std::string> base_packages() {
    return {"busybox-static", "coreutils", "hostapd", "iproute2", "iw", "wireless-regdb", "wpasupplicant"};
}

std::vector<std::string> manager_packages() {
    return {"dbus", "dbus-bin", "dbus-daemon", "dbus-system-bus-common", "iwd", "network-manager"};
}

std::vector<std::string> tool_packages() { return {"iwd", "strace", "systemd", "tcpdump", "trace-cmd"}; }

std::vector<std::string> tool_modules() { return {"nlmon"}; }

// mac80211 takes the ciphers by their names from the kernel's crypto API (net/mac80211/aead_api.c, aes_cmac.c),
// which asks user space for modules that are missing: nobody answers in this guest.
std::vector<std::string> base_modules() {
    return {"aes_generic", "ctr",      "ccm",      "cmac",   "ghash-generic", "gcm",
            "rfkill",      "cfg80211", "mac80211", "virtio", "virtio_ring",   "mac80211_hwsim"};
}

// iwd takes its cryptography from the kernel by AF_ALG and the kernel's key rings (iwd, README: "required kernel
// options").
std::vector<std::string> manager_modules() {
    return {"af_alg",
            "algif_hash",
            "algif_skcipher",
            "arc4",
            "cbc",
            "ctr",
            "des_generic",
            "ecb",
            "hmac",
            "md4",
            "md5",
            "sha1_generic",
            "sha256_generic",
            "sha512_generic",
            "pkcs8_key_parser"};
}

wifi::Result<void> add_libraries(FileTree& tree, const FileTree& below, const fs::path& root) {
    std::deque<std::string> left;
    for (const auto& [name, entry] : tree.entries())
        if (entry.kind == FileTree::Entry::Kind::file && is_elf(entry.content)) left.push_back(name);
    while (!left.empty()) {
        const std::string user = left.front();
        left.pop_front();
        const Wanted wanted = wanted_of(tree.entries().at(user).content);
        if (!wanted.interpreter.empty() && !tree.has(wanted.interpreter) && !below.has(wanted.interpreter))
            if (auto added = add_from_root(tree, root, wanted.interpreter); !added) return added;
        for (const std::string& library : wanted.libraries) {
            const std::size_t before = tree.entries().size();
            if (auto added = add_library(tree, below, root, library, wanted, user); !added) return added;
            if (tree.entries().size() == before) continue;
            for (const auto& [name, entry] : tree.entries())
                if (name.ends_with("/" + library)) left.push_back(name);
        }
    }
    return {};
}

wifi::Result<FileTree> base_files(const fs::path& root) {
    FileTree tree;
    add_system_files(tree);
    auto added = add_all(tree, root,
                         {"usr/sbin/hostapd", "usr/sbin/hostapd_cli", "sbin/wpa_supplicant", "sbin/wpa_cli",
                          "sbin/iw", "bin/ip", "usr/bin/stdbuf", "usr/libexec/coreutils/libstdbuf.so",
                          "usr/lib/x86_64-linux-gnu/ossl-modules/legacy.so"});
    // As the package iproute2 has it.
    tree.add_link("sbin/ip", "/bin/ip");
    // Debian offers two signatures of the same database by update-alternatives; its own is the default.
    if (added)
        added = add_from_root(tree, root, "lib/firmware/regulatory.db-debian", "lib/firmware/regulatory.db");
    if (added)
        added =
            add_from_root(tree, root, "lib/firmware/regulatory.db.p7s-debian", "lib/firmware/regulatory.db.p7s");
    if (added) added = add_libraries(tree, {}, root);
    if (added) added = add_busybox(tree, root);
    if (!added) return std::unexpected(added.error());
    return tree;
}

wifi::Result<FileTree> manager_files(const fs::path& root, const FileTree& base) {
    FileTree tree;
    auto added = add_all(tree, root,
                         {"usr/bin/dbus-daemon", "usr/bin/dbus-send", "usr/bin/dbus-monitor",
                          "usr/sbin/NetworkManager", "usr/bin/nmcli", "usr/libexec/iwd", "usr/bin/iwctl"});
    for (const char* folder :
         {"usr/share/dbus-1/system.d", "usr/share/dbus-1/system-services", "etc/dbus-1", "etc/NetworkManager"})
        if (added) added = add_folder_of(tree, root, folder);
    if (added) added = add_from_root(tree, root, "usr/share/dbus-1/system.conf");
    // The only plugin that a Wi-Fi station needs; its folder carries NetworkManager's version.
    std::error_code failed;
    for (fs::directory_iterator entry(root / library_folder / "NetworkManager", failed), end;
         !failed && entry != end; entry.increment(failed)) {
        const fs::path plugin = entry->path() / "libnm-device-plugin-wifi.so";
        if (added && fs::exists(plugin, failed))
            added = add_from_root(tree, root, plugin.lexically_relative(root).string());
    }
    if (added) added = add_libraries(tree, base, root);
    if (!added) return std::unexpected(added.error());
    return tree;
}

wifi::Result<FileTree> tool_files(const fs::path& root, const FileTree& base) {
    FileTree tree;
    auto added = add_all(tree, root,
                         {"usr/bin/iwmon", "usr/bin/strace", "lib/systemd/systemd-journald", "bin/journalctl",
                          "usr/bin/tcpdump", "usr/bin/trace-cmd"});
    if (added) added = add_libraries(tree, base, root);
    if (!added) return std::unexpected(added.error());
    return tree;
}

}  // namespace wlanmedic::lab
