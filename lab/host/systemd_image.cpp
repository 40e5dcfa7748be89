// SPDX-License-Identifier: MIT
#include "lab/host/systemd_image.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <system_error>
#include <vector>

#include "lab/host/cache_lock.h"
#include "lab/host/command.h"
#include "lab/host/cpio.h"
#include "lab/host/modules.h"
#include "lab/host/stamp.h"
#include "lab/host/systemd_files.h"
#include "lab/host/tar.h"

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;

// To be raised when the same packages and files give another image.
constexpr std::string_view layout = "1";

constexpr std::string_view packages =
    "systemd,systemd-sysv,dbus,udev,network-manager,wpasupplicant,iw,wireless-regdb,hostapd,rfkill,kmod,iproute2,"
    "iputils-ping,busybox-static";

// Below lib/modules/RELEASE/kernel. What a kernel does not have there is passed over.
constexpr std::array module_folders = {"arch/x86/crypto",
                                       "crypto",
                                       "lib",
                                       "net",
                                       "fs/autofs",
                                       "fs/ext4",
                                       "fs/fuse",
                                       "fs/jbd2",
                                       "fs/mbcache",
                                       "fs/overlayfs",
                                       "drivers/virtio",
                                       "drivers/block/virtio_blk",
                                       "drivers/net/dummy",
                                       "drivers/net/tun",
                                       "drivers/net/veth",
                                       "drivers/net/wireless/mac80211_hwsim",
                                       "drivers/net/wireless/virtual/mac80211_hwsim"};

// What the initramfs loads; with all that these need. ext4 mounts ext2 too, and checks its sums by crc32c.
const std::vector<std::string> disk_modules = {"virtio_pci", "virtio_blk", "crc32c_generic", "ext4"};

constexpr std::array busybox_names = {"sh", "mount", "umount", "insmod", "sleep", "poweroff", "switch_root"};

// What takes time at the start, and what nobody misses here.
constexpr std::array masked_units = {"NetworkManager-wait-online.service",
                                     "apt-daily-upgrade.timer",
                                     "apt-daily.timer",
                                     "dev-hugepages.mount",
                                     "dev-mqueue.mount",
                                     "dpkg-db-backup.timer",
                                     "e2scrub_all.timer",
                                     "e2scrub_reap.service",
                                     "fstrim.timer",
                                     "getty@tty1.service",
                                     "hostapd.service",
                                     "modprobe@configfs.service",
                                     "modprobe@dm_mod.service",
                                     "modprobe@drm.service",
                                     "modprobe@efi_pstore.service",
                                     "modprobe@fuse.service",
                                     "modprobe@loop.service",
                                     "serial-getty@ttyS0.service",
                                     "sys-fs-fuse-connections.mount",
                                     "systemd-binfmt.service",
                                     "systemd-firstboot.service",
                                     "systemd-hwdb-update.service",
                                     "systemd-journal-catalog-update.service",
                                     "systemd-machine-id-commit.service",
                                     "systemd-pcrphase-sysinit.service",
                                     "systemd-pcrphase.service",
                                     "systemd-pstore.service",
                                     "systemd-repart.service",
                                     "systemd-sysusers.service",
                                     "systemd-update-utmp-runlevel.service",
                                     "systemd-update-utmp.service"};

constexpr std::uintmax_t disk_bytes = 1ULL << 30U;

constexpr std::string_view needed_programs =
    "as root: apt install mmdebstrap genext2fs e2fsprogs; not as root, also uidmap, or fakechroot and fakeroot "
    "(docs/lab-systemd.md)";

std::unexpected<wifi::Error> problem(std::string what, const fs::path& file, std::string_view hint = "") {
    return std::unexpected(wifi::Error{.what = std::move(what), .file = file.string(), .hint = std::string(hint)});
}

/// The files that are laid over Debian's.
class Layer {
public:
    explicit Layer(const KernelTree& kernel) : kernel_(kernel) {}

    wifi::Result<FileTree> make() {
        constexpr std::string_view over = "lab/systemd/root/";
        for (const config::EmbeddedFile& file : systemd_files()) {
            if (!file.file.starts_with(over)) continue;
            const std::string_view name = file.file.substr(over.size());
            tree_.add_file(name, std::string(file.text), file.text.starts_with("#!") ? 0755 : 0644);
        }
        for (const std::string_view unit : masked_units)
            tree_.add_link(fmt::format("etc/systemd/system/{}", unit), "/dev/null");
        tree_.add_link("etc/systemd/system/multi-user.target.wants/lab.service", "../lab.service");
        tree_.add_file("etc/hostname", "debian\n");
        tree_.add_file("etc/hosts", "127.0.0.1 localhost debian\n");
        tree_.add_file("etc/fstab", "");
        if (auto done = modules(); !done) return std::unexpected(done.error());
        return std::move(tree_);
    }

private:
    wifi::Result<void> modules() {
        const std::string_view order[] = {"modules.order", "modules.builtin", "modules.builtin.modinfo"};
        for (const std::string_view name : order)
            if (auto done = copy(kernel_.modules / name); !done) return done;
        bool has_hwsim = false;
        std::error_code failed;
        for (const char* const folder : module_folders) {
            const fs::path place = kernel_.modules / "kernel" / folder;
            for (const char* const packing : {".ko", ".ko.xz", ".ko.zst"}) {
                fs::path file = place;
                file += packing;
                if (!fs::exists(file, failed)) continue;
                if (auto done = copy(file); !done) return done;
                has_hwsim = has_hwsim || place.filename() == "mac80211_hwsim";
            }
            for (fs::recursive_directory_iterator entry(place, failed), end; !failed && entry != end;
                 entry.increment(failed))
                if (entry->is_regular_file(failed))
                    if (auto done = copy(entry->path()); !done) return done;
        }
        if (!has_hwsim)
            return problem("the kernel has no module mac80211_hwsim", kernel_.modules,
                           "Debian's linux-image-amd64 has");
        return {};
    }

    wifi::Result<void> copy(const fs::path& file) {
        auto bytes = read_file(file);
        if (!bytes) return std::unexpected(bytes.error());
        tree_.add_file(fmt::format("usr/lib/modules/{}/{}", kernel_.release,
                                   file.lexically_relative(kernel_.modules).string()),
                       *std::move(bytes));
        return {};
    }

    const KernelTree& kernel_;
    FileTree tree_;
};

wifi::Result<void> make_initramfs(const KernelTree& kernel, const fs::path& busybox, const fs::path& file) {
    const auto modules = Modules::open(kernel.modules);
    if (!modules) return std::unexpected(modules.error());
    const auto order = modules->load_order(disk_modules);
    if (!order) return std::unexpected(order.error());
    FileTree tree;
    for (const char* const folder : {"dev", "proc", "root"}) tree.add_folder(folder);
    tree.add_file("init", std::string(systemd_file("initramfs-init")), 0755);
    auto program = read_file(busybox);
    if (!program) return std::unexpected(program.error());
    tree.add_file("usr/bin/busybox", *std::move(program), 0755);
    for (const std::string_view name : busybox_names) tree.add_link(fmt::format("usr/bin/{}", name), "busybox");
    std::string list;
    for (const std::string& name : *order) {
        auto bytes = modules->read(name);
        if (!bytes) return std::unexpected(bytes.error());
        tree.add_file(fmt::format("modules/{}.ko", name), *std::move(bytes));
        list += name;
        list += ".ko\n";
    }
    tree.add_file("modules/order", std::move(list));
    return write_cpio(tree, file, Packing::none);
}

wifi::Result<void> make_disk(const SystemdImageOptions& options, const fs::path& folder) {
    auto layer = Layer(options.kernel).make();
    if (!layer) return std::unexpected(layer.error());
    const auto tar = to_tar(*layer);
    if (!tar) return std::unexpected(tar.error());
    if (auto done = write_file(folder / "layer.tar", *tar); !done) return done;

    // Not as root, PATH may lack where genext2fs and resize2fs are.
    const char* const path = std::getenv("PATH");
    const std::string where = fmt::format("PATH={}:/usr/sbin:/sbin", path == nullptr ? "/usr/bin:/bin" : path);
    Command build{
        .words = {"env", where, "mmdebstrap", "--variant=minbase", "--format=ext2", "--architectures=amd64",
                  "--aptopt=Acquire::Languages \"none\"", "--dpkgopt=path-exclude=/usr/share/doc/*",
                  "--dpkgopt=path-exclude=/usr/share/man/*", "--dpkgopt=path-exclude=/usr/share/locale/*",
                  fmt::format("--include={}", packages), "--customize-hook=tar-in layer.tar /",
                  fmt::format("--customize-hook=chroot \"$1\" depmod {}", options.kernel.release),
                  "--customize-hook=copy-out /bin/busybox .", "bookworm", "disk.img"},
        .directory = folder};
    if (!options.mirror.empty()) build.words.push_back(options.mirror);
    if (auto done = run(build); !done) {
        done.error().hint = needed_programs;
        return std::unexpected(done.error());
    }
    // Room for what a run writes: its journal, /out.
    std::error_code failed;
    const auto size = fs::file_size(folder / "disk.img", failed);
    if (!failed && size < disk_bytes) fs::resize_file(folder / "disk.img", disk_bytes, failed);
    if (failed) return problem("cannot be made larger: " + failed.message(), folder / "disk.img");
    if (auto done = run({.words = {"env", where, "resize2fs", "disk.img"}, .directory = folder}); !done) {
        done.error().hint = needed_programs;
        return std::unexpected(done.error());
    }
    return {};
}

SystemdImage image_in(const fs::path& folder) {
    return {.kernel = folder / "vmlinuz", .initramfs = folder / "initramfs.cpio", .disk = folder / "disk.img"};
}

}  // namespace

std::string_view systemd_file(std::string_view name) {
    const auto found = std::ranges::find_if(systemd_files(), [&](const config::EmbeddedFile& file) {
        return file.file.starts_with("lab/systemd/") && file.file.substr(12) == name;
    });
    return found == systemd_files().end() ? std::string_view{} : found->text;
}

wifi::Result<KernelTree> find_kernel(const fs::path& root, const std::string& release) {
    // It becomes a word of a shell's command.
    const bool plain = !release.empty() && std::ranges::all_of(release, [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '+' || c == '_' || c == '~';
    });
    if (!plain) return problem(fmt::format("\"{}\" is no kernel's release", release), root);
    KernelTree kernel{.release = release,
                      .kernel = root / "boot" / ("vmlinuz-" + release),
                      .modules = root / "lib/modules" / release};
    std::error_code failed;
    if (!fs::is_directory(kernel.modules, failed)) kernel.modules = root / "usr/lib/modules" / release;
    for (const fs::path& part : {kernel.kernel, kernel.modules})
        if (!fs::exists(part, failed)) return problem("the kernel is not here", part, "wlanmedic lab prepare");
    return kernel;
}

wifi::Result<SystemdImage> prepare_systemd(const SystemdImageOptions& options) {
    std::error_code failed;
    const fs::path cache = fs::absolute(options.cache, failed).lexically_normal();
    fs::create_directories(cache, failed);
    if (failed)
        return problem("this folder cannot be made: " + failed.message(), cache, "name another with --cache");
    const auto lock = CacheLock::take(cache / "systemd.lock", options.say);
    if (!lock) return std::unexpected(lock.error());
    Digest digest;
    digest.add(layout).add(options.kernel.release).add(packages).add(options.mirror);
    for (const config::EmbeddedFile& file : systemd_files()) digest.add(file.file).add(file.text);
    const fs::path made = cache / "systemd";
    if (!options.refresh && is_made(made, digest.text())) return image_in(made);
    if (options.say)
        options.say("building a Debian 12 with systemd and NetworkManager (mmdebstrap, fetches some 60 MB)");
    auto done = make_anew(made, digest.text(), [&](const fs::path& half) -> wifi::Result<void> {
        fs::create_directory(half, failed);
        if (failed) return problem("this folder cannot be made: " + failed.message(), half);
        if (auto disk = make_disk(options, half); !disk) return disk;
        if (auto small = make_initramfs(options.kernel, half / "busybox", half / "initramfs.cpio"); !small)
            return small;
        fs::copy_file(options.kernel.kernel, half / "vmlinuz", failed);
        if (failed) return problem("cannot be copied: " + failed.message(), options.kernel.kernel);
        fs::remove(half / "layer.tar", failed);
        fs::remove(half / "busybox", failed);
        return {};
    });
    if (!done) return std::unexpected(done.error());
    return image_in(made);
}

wifi::Result<SystemdImage> find_systemd(const fs::path& cache) {
    SystemdImage image = image_in(cache / "systemd");
    std::error_code failed;
    for (const fs::path& file : {image.kernel, image.initramfs, image.disk, cache / "systemd.stamp"})
        if (!fs::exists(file, failed))
            return problem("the guest with systemd is not prepared", file, "wlanmedic lab prepare --systemd");
    return image;
}

}  // namespace wlanmedic::lab
