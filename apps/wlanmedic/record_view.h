// SPDX-License-Identifier: MIT
// What a recording shows while it runs: one line that is drawn anew, and outages as they end.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "capture/recorder.h"
#include "link/link.h"
#include "outage/detector.h"
#include "report/text_report.h"

namespace wlanmedic::app {

/// Follows the events of a recording. Draws nothing itself.
class RecordView {
public:
    /// `told`: lines to be shown at once, of an outage that ended or a stall. `interface`: only this one, also
    /// when it is renamed; empty: all.
    RecordView(std::string interface, wifi::Duration blackhole_limit, report::TextStyle style,
               std::function<void(const std::string&)> told);

    void on(const wifi::Event& event);
    /// Tells outages that ended, and that nothing can change any more: events are told `latest` late at most.
    void on_time(wifi::Instant now) { detector_.on_time(now - latest); }
    /// When on_time() will tell one; nothing where none waits.
    std::optional<wifi::Instant> next_deadline() const;
    static constexpr wifi::Duration latest = std::chrono::seconds{4};  // evidence::hold_window, and the way here

    /// The recording ends: outages that are open are told.
    void finish(wifi::Instant now);

    /// "wlan0 up aa:bb:… -61 dBm  2 outages  beacon loss 3 min ago  4.2 MB", at most `width` columns: what matters
    /// least goes first.
    std::string line(const capture::RecorderState& state, wifi::Instant now, std::size_t width) const;
    /// For systemctl status: no times in it, so that it changes only when something happens.
    std::string status() const;

    std::uint64_t outages() const { return outages_; }  ///< that were failures

private:
    struct Seen {
        link::State state = link::State::unknown;
        wifi::Instant since;
        std::optional<wifi::MacAddress> bssid;
        std::optional<int> dbm;
    };
    void rename(const wifi::InterfaceRenamed& renamed);
    void note(const std::string& interface, const link::Link& link, wifi::Instant at);
    std::string link_text(const std::string& interface, const Seen& seen, wifi::Instant now) const;

    std::string interface_;
    wifi::Duration limit_;
    report::TextStyle style_;
    std::function<void(const std::string&)> told_;
    link::Links links_;
    outage::Detector detector_;
    std::map<std::string, Seen> seen_;
    std::uint64_t outages_ = 0;
    std::uint64_t blackholes_ = 0;
    std::uint64_t stalls_ = 0;
    std::string last_;  // the last event that is worth a word
    std::optional<wifi::Instant> last_at_;
};

/// "12 s", "3 min", "2 h": rounded down.
std::string rough_span(wifi::Duration span);
/// "0 B", "4.2 MB"
std::string size_text(std::uint64_t bytes);

}  // namespace wlanmedic::app
