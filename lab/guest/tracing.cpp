// SPDX-License-Identifier: MIT
#include "lab/guest/tracing.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <fstream>

#include "lab/guest/file_text.h"

namespace wlanmedic::lab {
namespace {

const std::string tracing = "/sys/kernel/tracing";
const std::string own = tracing + "/instances/lab";

constexpr std::array recorded = {
    "mac80211/api_connection_loss",
    "mac80211/api_beacon_loss",
    "mac80211/api_disconnect",
    "mac80211/api_cqm_beacon_loss_notify",
    "mac80211/api_cqm_rssi_notify",
    "mac80211/api_restart_hw",
    "mac80211/api_scan_completed",
    "mac80211/drv_start",
    "mac80211/drv_stop",
    "mac80211/drv_add_interface",
    "mac80211/drv_remove_interface",
    "mac80211/drv_sta_state",
    "mac80211/drv_hw_scan",
    "mac80211/drv_sw_scan_start",
    "mac80211/drv_sw_scan_complete",
    "mac80211/drv_mgd_prepare_tx",
    "mac80211/drv_mgd_complete_tx",
    "mac80211/drv_event_callback",
    "mac80211/drv_flush",
    "mac80211/drv_set_key",
    "mac80211/drv_reconfig_complete",
    "mac80211/drv_suspend",
    "mac80211/drv_resume",
    "cfg80211/cfg80211_assoc_comeback",
    "cfg80211/cfg80211_send_rx_assoc",
    "cfg80211/cfg80211_send_auth_timeout",
    "cfg80211/cfg80211_send_assoc_failure",
    "cfg80211/cfg80211_rx_unprot_mlme_mgmt",
    "cfg80211/rdev_assoc",
    "cfg80211/rdev_auth",
    "cfg80211/rdev_deauth",
    "cfg80211/rdev_disconnect",
};

bool enable(const std::string& instance, const std::string& event) {
    return put_text(instance + "/events/" + event + "/enable", "1");
}

}  // namespace

std::vector<std::string> begin_trace(bool guarded) {
    // The clock and the size that facts of the recorder name; a night of wedges fits.
    put_text(tracing + "/trace_clock", "mono");
    put_text(tracing + "/buffer_size_kb", "16384");
    std::vector<std::string> absent;
    for (const char* event : recorded)
        if (!enable(tracing, event)) absent.emplace_back(event);
    if (guarded && !enable(tracing, "connloss")) absent.emplace_back("connloss");
    return absent;
}

void save_trace(const std::string& file) {
    std::ofstream out(file, std::ios::binary);
    out << std::ifstream(tracing + "/trace", std::ios::binary).rdbuf();
}

DriverWatch::DriverWatch(Loop& loop, OnCall on_call) : loop_(loop), on_call_(std::move(on_call)) {
    ::mkdir(own.c_str(), 0700);
    put_text(own + "/buffer_percent", "0");  // else a reader is woken only when half of the buffer is full
    enable(own, "mac80211/drv_remove_interface");
    enable(own, "mac80211/api_restart_hw");
    enable(own, "mac80211/drv_sta_state");
    pipe_ = posix::Descriptor{::open((own + "/trace_pipe").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
    if (pipe_) loop_.watch(pipe_.get(), [this] { read(); });
}

DriverWatch::~DriverWatch() {
    if (pipe_) loop_.forget(pipe_.get());
}

void DriverWatch::read() {
    std::array<char, 4096> bytes{};
    for (ssize_t size = 0; (size = ::read(pipe_.get(), bytes.data(), bytes.size())) > 0;) {
        begun_.append(bytes.data(), static_cast<std::size_t>(size));
        for (std::size_t end = 0; (end = begun_.find('\n')) != std::string::npos; begun_.erase(0, end + 1))
            hear(std::string_view(begun_).substr(0, end));
    }
}

// "… drv_remove_interface: phy2  vif:wlan2(2) addr:02:00:00:00:02:00", "… api_restart_hw: phy2 ",
// "… drv_sta_state: phy2  vif:wlan2(2) sta:02:00:00:00:00:00 state: 3->2": from associated to authenticated only
void DriverWatch::hear(std::string_view line) {
    const auto word_behind = [line](std::string_view before, std::string_view ends) {
        const std::size_t at = line.find(before);
        if (at == std::string_view::npos) return std::string_view{};
        const std::string_view rest = line.substr(at + before.size());
        const std::size_t begin = rest.find_first_not_of(' ');
        if (begin == std::string_view::npos) return std::string_view{};
        return rest.substr(begin, rest.find_first_of(ends, begin) - begin);
    };
    if (const auto phy = word_behind("drv_remove_interface:", " "); !phy.empty())
        on_call_(Call::interface_removed, phy, word_behind("vif:", "("));
    else if (const auto restarted = word_behind("api_restart_hw:", " "); !restarted.empty())
        on_call_(Call::restart, restarted, {});
    else if (const auto left = word_behind("drv_sta_state:", " "); !left.empty() && line.ends_with("3->2"))
        on_call_(Call::association_left, left, word_behind("vif:", "("));
}

}  // namespace wlanmedic::lab
