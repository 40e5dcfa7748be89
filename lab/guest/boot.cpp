// SPDX-License-Identifier: MIT
#include "lab/guest/boot.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "lab/guest/links.h"
#include "posix/descriptor.h"

namespace wlanmedic::lab {

void mount_file_systems() {
    struct Mount {
        const char* type;
        const char* at;
        const char* options = "";
    };
    for (const Mount& one : {Mount{"proc", "/proc"}, Mount{"sysfs", "/sys"}, Mount{"devtmpfs", "/dev"},
                             Mount{"devpts", "/dev/pts", "mode=600,ptmxmode=666"}, Mount{"tmpfs", "/run"},
                             Mount{"tmpfs", "/out"}, Mount{"tmpfs", "/tmp"}, Mount{"debugfs", "/sys/kernel/debug"},
                             Mount{"tracefs", "/sys/kernel/tracing"}}) {
        ::mkdir(one.at, 0755);
        ::mount(one.type, one.at, one.type, 0, one.options);
    }
    for (const char* folder : {"/out/truth", "/run/hostapd", "/run/wpa_supplicant", "/var", "/var/run"})
        ::mkdir(folder, 0755);
}

wifi::Result<void> load_module(const std::string& file, const std::string& parameters) {
    const posix::Descriptor module{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!module || (::syscall(SYS_finit_module, module.get(), parameters.c_str(), 0) != 0 && errno != EEXIST))
        return std::unexpected(wifi::Error{
            .what = fmt::format("the kernel does not take this module: {}", std::strerror(errno)), .file = file});
    return {};
}

wifi::Result<void> load_list(const std::string& list, unsigned radios) {
    std::ifstream order(list);
    if (!order) return std::unexpected(wifi::Error{.what = "no list of modules", .file = list});
    for (std::string name; std::getline(order, name);) {
        const bool hwsim = name == "mac80211_hwsim.ko";
        const std::string parameters = hwsim ? fmt::format("radios={}", radios) : "";
        if (auto loaded = load_module("/lab/modules/" + name, parameters); !loaded) return loaded;
    }
    return {};
}

wifi::Result<void> load_modules(unsigned radios) {
    if (auto loaded = load_list("/lab/modules/order", radios); !loaded) return loaded;
    // What D-Bus, NetworkManager and iwd need lies in an archive of its own, and so does what tools need.
    for (const char* more : {"/lab/modules/order.manager", "/lab/modules/order.tools"})
        if (::access(more, F_OK) == 0)
            if (auto loaded = load_list(more, radios); !loaded) return loaded;
    return set_link("lo", true);
}

void power_off() {
    ::sync();
    ::reboot(RB_POWER_OFF);
    for (;;) ::pause();
}

}  // namespace wlanmedic::lab
