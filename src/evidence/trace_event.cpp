// SPDX-License-Identifier: MIT
#include "evidence/trace_event.h"

#include <algorithm>
#include <array>
#include <utility>

#include "evidence/trace_fields.h"

namespace wlanmedic::evidence {
namespace {

using wifi::Payload;
using wifi::Sender;
using wifi::StationStage;
using Kind = Decoded::Kind;

// IEEE 802.11, 9.2.4.1.3: type and subtype in the first octet of the frame control field.
constexpr std::int64_t type_and_subtype = 0xfc;
constexpr std::int64_t assoc_request = 0x00;
constexpr std::int64_t reassoc_request = 0x20;
constexpr std::int64_t disassoc_frame = 0xa0;
constexpr std::int64_t auth_frame = 0xb0;
constexpr std::int64_t deauth_frame = 0xc0;
// enum nl80211_iftype, enum nl80211_sta_flags, enum ieee80211_reconfig_type (include/net/mac80211.h).
constexpr int iftype_station = 2;
constexpr int iftype_access_point = 3;
constexpr std::int64_t flag_authorized = 1 << 1;
constexpr std::int64_t reconfig_after_restart = 0;

// Happenings of these two systems that say nothing about a link: of the calls into the driver (drv_…, rdev_…)
// there are too many to name, of those out of it these.
constexpr std::array<std::string_view, 52> without_weight{
    "api_chswitch_done",
    "api_enable_rssi_reports",
    "api_eosp",
    "api_gtk_rekey_notify",
    "api_radar_detected",
    "api_ready_on_channel",
    "api_remain_on_channel_expired",
    "api_request_smps",
    "api_sched_scan_results",
    "api_sched_scan_stopped",
    "api_send_eosp_nullfunc",
    "api_sta_block_awake",
    "api_sta_set_buffered",
    "api_start_tx_ba_cb",
    "api_start_tx_ba_session",
    "api_stop_tx_ba_cb",
    "api_stop_tx_ba_session",
    "cfg80211_bss_color_notify",
    "cfg80211_cac_event",
    "cfg80211_ch_switch_started_notify",
    "cfg80211_chandef_dfs_required",
    "cfg80211_control_port_tx_status",
    "cfg80211_ft_event",
    "cfg80211_get_bss",
    "cfg80211_gtk_rekey_notify",
    "cfg80211_ibss_joined",
    "cfg80211_inform_bss_frame",
    "cfg80211_links_removed",
    "cfg80211_mgmt_tx_status",
    "cfg80211_michael_mic_failure",
    "cfg80211_notify_new_peer_candidate",
    "cfg80211_pmksa_candidate_notify",
    "cfg80211_pmsr_complete",
    "cfg80211_pmsr_report",
    "cfg80211_probe_status",
    "cfg80211_radar_event",
    "cfg80211_ready_on_channel",
    "cfg80211_ready_on_channel_expired",
    "cfg80211_reg_can_beacon",
    "cfg80211_report_obss_beacon",
    "cfg80211_report_wowlan_wakeup",
    "cfg80211_return_bool",
    "cfg80211_return_bss",
    "cfg80211_return_u32",
    "cfg80211_return_uint",
    "cfg80211_rx_control_port",
    "cfg80211_rx_mgmt",
    "cfg80211_rx_spurious_frame",
    "cfg80211_rx_unexpected_4addr_frame",
    "cfg80211_scan_done",
    "cfg80211_sched_scan_results",
    "cfg80211_sched_scan_stopped",
};
constexpr std::array<std::string_view, 4> also_without_weight{
    "cfg80211_stop_iface", "cfg80211_tdls_oper_request", "cfg80211_tx_mgmt_expired",
    "cfg80211_update_owe_info_event"};

Decoded noted() {
    Decoded decoded;
    decoded.kind = Kind::noted;
    return decoded;
}

Decoded malformed() {
    Decoded decoded;
    decoded.kind = Kind::malformed;
    return decoded;
}

std::optional<StationStage> stage_of(std::optional<std::int64_t> number) {
    if (!number || *number < 0 || *number > 4) return std::nullopt;
    return static_cast<StationStage>(*number);
}

std::uint16_t reason_of(std::string_view fields) {
    for (const std::string_view key : {"reason: ", "reason code: ", "reason_code: "})
        if (const auto reason = trace_number(fields, key); reason && *reason > 0 && *reason <= 0xffff)
            return static_cast<std::uint16_t>(*reason);
    return 0;
}

}  // namespace

struct TraceDecoder::Line {
    std::string_view name;
    std::string_view fields;
    std::string_view task;
    std::string_view interface;  // empty where none is named
    std::string_view phy;

    Decoded event(Payload payload) const {
        Decoded decoded;
        decoded.kind = Kind::event;
        decoded.interface = interface;
        decoded.phy = phy;
        decoded.payload = std::move(payload);
        return decoded;
    }
};

struct TraceDecoder::Tracepoint {
    std::string_view name;
    Handler handler;
    bool of_an_interface = true;  // malformed without one
};

const TraceDecoder::Tracepoint* TraceDecoder::find(std::string_view name) {
    static constexpr std::array<Tracepoint, 42> all{{
        {"api_beacon_loss", &TraceDecoder::reported},
        {"api_connection_loss", &TraceDecoder::reported},
        {"api_cqm_beacon_loss_notify", &TraceDecoder::reported},
        {"api_cqm_rssi_notify", &TraceDecoder::signal},
        {"api_disconnect", &TraceDecoder::reported},
        {"api_restart_hw", &TraceDecoder::device, false},
        {"api_scan_completed", &TraceDecoder::scan_completed, false},
        {"cfg80211_assoc_comeback", &TraceDecoder::comeback, false},
        {"cfg80211_ch_switch_notify", &TraceDecoder::channel},
        {"cfg80211_cqm_pktloss_notify", &TraceDecoder::lost_packets},
        {"cfg80211_cqm_rssi_notify", &TraceDecoder::signal},
        {"cfg80211_del_sta", &TraceDecoder::station},
        {"cfg80211_new_sta", &TraceDecoder::station},
        {"cfg80211_rx_mlme_mgmt", &TraceDecoder::frame_received},
        {"cfg80211_rx_unprot_mlme_mgmt", &TraceDecoder::unprotected},
        {"cfg80211_send_assoc_failure", &TraceDecoder::assoc_failure},
        {"cfg80211_send_assoc_timeout", &TraceDecoder::assoc_failure},
        {"cfg80211_send_auth_timeout", &TraceDecoder::auth_timeout},
        {"cfg80211_send_rx_assoc", &TraceDecoder::assoc_answer},
        {"cfg80211_send_rx_auth", &TraceDecoder::auth_answer},
        {"cfg80211_tx_mlme_mgmt", &TraceDecoder::frame_sent},
        {"drv_add_interface", &TraceDecoder::added_or_removed},
        {"drv_change_interface", &TraceDecoder::new_type},
        {"drv_hw_scan", &TraceDecoder::scan},
        {"drv_mgd_complete_tx", &TraceDecoder::complete_tx},
        {"drv_mgd_prepare_tx", &TraceDecoder::prepare_tx},
        {"drv_reconfig_complete", &TraceDecoder::device, false},
        {"drv_remove_interface", &TraceDecoder::added_or_removed},
        {"drv_set_key", &TraceDecoder::key},
        {"drv_sta_state", &TraceDecoder::sta_state},
        {"drv_sw_scan_complete", &TraceDecoder::scan},
        {"drv_sw_scan_start", &TraceDecoder::scan},
        {"rdev_assoc", &TraceDecoder::assoc},
        {"rdev_auth", &TraceDecoder::auth},
        {"rdev_change_station", &TraceDecoder::station_changed},
        {"rdev_change_virtual_intf", &TraceDecoder::new_type},
        {"rdev_connect", &TraceDecoder::asked_to_connect},
        {"rdev_deauth", &TraceDecoder::asked_to_leave},
        {"rdev_disassoc", &TraceDecoder::asked_to_leave},
        {"rdev_disconnect", &TraceDecoder::asked_to_leave},
        {"rdev_set_power_mgmt", &TraceDecoder::power_save},
        {"rdev_start_ap", &TraceDecoder::new_type},
    }};
    static constexpr std::array<Tracepoint, 2> sleeping{{
        {"rdev_resume", &TraceDecoder::sleep, false},
        {"rdev_suspend", &TraceDecoder::sleep, false},
    }};
    static_assert(std::ranges::is_sorted(all, {}, &Tracepoint::name));
    if (const auto found = std::ranges::lower_bound(all, name, {}, &Tracepoint::name);
        found != all.end() && found->name == name)
        return &*found;
    const auto found = std::ranges::find(sleeping, name, &Tracepoint::name);
    return found == sleeping.end() ? nullptr : &*found;
}

TraceDecoder::Interface& TraceDecoder::interface(std::string_view name) {
    if (const auto found = interfaces_.find(name); found != interfaces_.end()) return found->second;
    if (interfaces_.size() >= most_interfaces) return crowd_ = Interface{};
    return interfaces_.emplace(name, Interface{}).first->second;
}

void TraceDecoder::forget() {
    for (auto& [name, known] : interfaces_)
        known = Interface{.phy = std::move(known.phy), .type = known.type, .p2p = known.p2p};
    suspended_ = false;
}

Decoded TraceDecoder::decode(std::string_view text, std::string_view task) {
    const std::size_t end = text.find(": ");
    std::string_view name = text.substr(0, end);
    if (const std::size_t system = name.find(':'); system != std::string_view::npos) {
        const std::string_view of = name.substr(0, system);
        if (of != "mac80211" && of != "cfg80211") return Decoded::foreign();
        name = name.substr(system + 1);
        if (name.ends_with(':')) name.remove_suffix(1);
    }
    Line line{.name = name, .fields = {}, .task = task, .interface = {}, .phy = {}};
    if (end != std::string_view::npos) line.fields = text.substr(end + 2);
    while (line.fields.starts_with(' ')) line.fields.remove_prefix(1);

    const Tracepoint* tracepoint = find(name);
    const auto vif = trace_vif(line.fields);
    if (tracepoint == nullptr) {
        const bool told_upward = name.starts_with("cfg80211_") || name.starts_with("api_");
        if (!told_upward && !name.starts_with("drv_") && !name.starts_with("rdev_")) return Decoded::foreign();
        const bool known = std::ranges::binary_search(without_weight, name) ||
                           std::ranges::binary_search(also_without_weight, name);
        if (!told_upward || known) return noted();
        Decoded decoded;
        decoded.kind = Kind::unrecognized;
        return decoded;
    }
    line.phy = trace_phy(line.fields);
    if (vif)
        line.interface = vif->name;
    else if (const auto netdev = trace_netdev(line.fields))
        line.interface = *netdev;
    if (line.interface.empty()) return tracepoint->of_an_interface ? malformed() : (this->*tracepoint->handler)(line);

    Interface& own = interface(line.interface);
    if (line.phy.empty())
        line.phy = own.phy;
    else
        own.phy = line.phy;
    if (vif && tracepoint->handler != &TraceDecoder::added_or_removed) {
        if (auto decoded = role(line, vif->type, vif->p2p)) return *decoded;
    }
    const bool about_roles = tracepoint->handler == &TraceDecoder::added_or_removed ||
                             tracepoint->handler == &TraceDecoder::new_type;
    if (!about_roles && own.type.value_or(iftype_station) != iftype_station) return noted();
    return (this->*tracepoint->handler)(line);
}

// What an interface is shows in most lines. An event where it is news that matters: nothing is known of it yet and
// it is no station, or it was something else.
std::optional<Decoded> TraceDecoder::role(const Line& line, int type, bool p2p) {
    Interface& own = interface(line.interface);
    const bool news = own.type ? (own.type != type || own.p2p != p2p) : type != iftype_station;
    if (news) own = Interface{.phy = own.phy};
    own.type = type;
    own.p2p = p2p;
    if (!news) return std::nullopt;
    return line.event(wifi::InterfaceType{.type = std::string(interface_type(type, p2p)), .removed = false});
}

Decoded TraceDecoder::added_or_removed(const Line& line) {
    const auto vif = trace_vif(line.fields);
    if (!vif) return malformed();
    const bool removed = line.name == "drv_remove_interface";
    Interface& own = interface(line.interface);
    own = Interface{.phy = own.phy, .type = vif->type, .p2p = vif->p2p};
    return line.event(
        wifi::InterfaceType{.type = std::string(interface_type(vif->type, vif->p2p)), .removed = removed});
}

Decoded TraceDecoder::new_type(const Line& line) {
    const auto told =
        line.name == "rdev_start_ap" ? std::optional<std::int64_t>(iftype_access_point) : [&] {
            const auto type = trace_number(line.fields, "new type:");
            return type ? type : trace_number(line.fields, " type: ");
        }();
    if (!told || *told < 0 || *told > 100) return malformed();
    const bool p2p = line.name == "drv_change_interface" && line.fields.ends_with("/p2p");
    const auto decoded = role(line, static_cast<int>(*told), p2p);
    return decoded ? *decoded : noted();
}

// --- joining
// --------------------------------------------------------------------------------------------------------

Decoded TraceDecoder::auth(const Line& line) {
    const auto bssid = trace_address(line.fields);
    if (!bssid) return malformed();
    Interface& own = interface(line.interface);
    const auto before = own.stage >= StationStage::associated ? own.peer : std::nullopt;
    own.peer = bssid;
    if (!before) own.joining = true;
    own.joining_assoc = own.answered = own.untold_answer = false;
    own.tries = 0;
    newest_attempt_ = line.interface;
    // mac80211 leaves the access point that it is linked to first (ieee80211_mgd_auth).
    if (before) return line.event(wifi::RoamRequested{.from = before, .to = bssid});
    return line.event(wifi::JoinStarted{.bssid = bssid});
}

Decoded TraceDecoder::assoc(const Line& line) {
    const auto bssid = trace_address(line.fields);
    if (!bssid) return malformed();
    Interface& own = interface(line.interface);
    own.peer = bssid;
    own.joining = own.joining_assoc = true;
    own.answered = own.untold_answer = false;
    own.tries = 0;
    newest_attempt_ = line.interface;
    return line.event(wifi::AssocRequested{.bssid = bssid, .attempt = 1});
}

// mac80211 is about to send a frame. The first association request was told by rdev_assoc.
Decoded TraceDecoder::prepare_tx(const Line& line) {
    Interface& own = interface(line.interface);
    const auto subtype = trace_number(line.fields, "subtype:");
    if (subtype ? *subtype != auth_frame && *subtype != assoc_request && *subtype != reassoc_request : !own.peer)
        return noted();
    // Kernels before 5.14 do not say which frame it is.
    const bool is_auth = subtype ? *subtype == auth_frame : !own.joining_assoc;
    const bool step_known = own.joining_assoc != is_auth && own.peer;
    own.answered = false;
    if (!step_known) return noted();
    ++own.tries;
    if (is_auth) return line.event(wifi::AuthRequested{.bssid = own.peer, .attempt = own.tries});
    if (own.tries == 1) return noted();
    return line.event(wifi::AssocRequested{.bssid = own.peer, .attempt = own.tries});
}

Decoded TraceDecoder::complete_tx(const Line& line) {
    Interface& own = interface(line.interface);
    const bool refused = trace_number(line.fields, "subtype:") == auth_frame &&
                         trace_number(line.fields, "success:") == 0 && own.answered && !own.joining_assoc;
    own.answered = false;
    // The status code is in no tracepoint.
    return refused ? line.event(wifi::AuthRejected{.bssid = own.peer, .status = 0}) : noted();
}

Decoded TraceDecoder::sta_state(const Line& line) {
    const auto address = trace_address(line.fields);
    const auto before = stage_of(trace_number(line.fields, "state: "));
    const std::size_t arrow = line.fields.rfind("->");
    const auto after =
        arrow == std::string_view::npos ? std::nullopt : stage_of(trace_number(line.fields.substr(arrow), "->"));
    if (!address || !before || !after) return malformed();
    Interface& own = interface(line.interface);
    // A station that sleeps takes its access point out of the driver and puts it back, and keeps the link.
    if (suspended_) return noted();
    // Of an access point with several links, mac80211 knows the address of the whole, and its answers come from it.
    if (*before == StationStage::none_at_all && (own.joining || !own.peer)) own.peer = address;
    if (!own.peer && *before >= StationStage::associated) own.peer = address;
    // Peers that are reached directly (TDLS) have stages of their own.
    if (own.peer == address) {
        own.stage = *after;
        if (*after >= StationStage::associated) own.joining = false;
    }
    return line.event(wifi::StationState{.address = address, .before = *before, .after = *after});
}

Decoded TraceDecoder::auth_answer(const Line& line) {
    Interface& own = interface(line.interface);
    // mac80211 moves the station first, then passes the answer on; one that moves nothing may be a step of SAE.
    if (own.stage == StationStage::authenticated && own.joining && !own.joining_assoc)
        return line.event(wifi::Authenticated{.bssid = own.peer});
    own.answered = true;
    return noted();
}

Decoded TraceDecoder::assoc_answer(const Line& line) {
    const auto bssid = trace_address(line.fields);
    if (!bssid) return malformed();
    Interface& own = interface(line.interface);
    own.peer = bssid;
    if (!own.stage) {
        own.untold_answer = true;
        return noted();
    }
    own.joining = false;
    if (*own.stage >= StationStage::associated) return line.event(wifi::Associated{.bssid = bssid});
    return line.event(wifi::AssocRejected{.bssid = bssid, .status = 0});
}

Decoded TraceDecoder::comeback(const Line& line) {
    const auto bssid = trace_address(line.fields);
    const auto tu = trace_number(line.fields, "timeout: ");
    if (!bssid || !tu || *tu < 0 || *tu > 0xffff'ffff) return malformed();
    // The line names a wdev, whose number is its own for each phy: whose attempt it is shows the access point.
    Line of = line;
    const auto is_joining = [&](const auto& entry) { return entry.second.joining && entry.second.peer == bssid; };
    auto found = interfaces_.find(newest_attempt_);
    if (found == interfaces_.end() || !is_joining(*found)) found = std::ranges::find_if(interfaces_, is_joining);
    if (line.interface.empty()) {
        if (found == interfaces_.end()) {
            Decoded decoded;
            decoded.kind = Kind::unrecognized;
            return decoded;
        }
        of.interface = found->first;
        of.phy = found->second.phy;
    }
    return of.event(wifi::AssocComeback{.bssid = bssid, .tu = static_cast<std::uint32_t>(*tu)});
}

Decoded TraceDecoder::auth_timeout(const Line& line) {
    return line.event(wifi::AuthTimedOut{.bssid = trace_address(line.fields)});
}

Decoded TraceDecoder::assoc_failure(const Line& line) {
    if (trace_number(line.fields, "timeout: ") == 0) return noted();
    return line.event(wifi::AssocTimedOut{.bssid = trace_address(line.fields)});
}

Decoded TraceDecoder::asked_to_connect(const Line& line) {
    return line.event(wifi::UserRequest{.who = std::string(line.task), .what = "connect", .person = false});
}

// --- losing
// --------------------------------------------------------------------------------------------------------

Decoded TraceDecoder::asked_to_leave(const Line& line) {
    Interface& own = interface(line.interface);
    own.asked = reason_of(line.fields);
    // A worker of the kernel is nobody's wish.
    if (line.task.starts_with("kworker/")) return noted();
    const std::string_view what = line.name == "rdev_deauth"     ? "deauthenticate"
                                  : line.name == "rdev_disassoc" ? "disassociate"
                                                                 : "disconnect";
    return line.event(
        wifi::UserRequest{.who = std::string(line.task), .what = std::string(what), .person = false});
}

Decoded TraceDecoder::end_of_link(const Line& line, Sender by) {
    const auto control = trace_number(line.fields, "ftype:");
    if (!control) return malformed();
    const std::int64_t subtype = *control & type_and_subtype;
    if (subtype != deauth_frame && subtype != disassoc_frame) return noted();
    Interface& own = interface(line.interface);
    wifi::Deauthenticated end{.by = by, .from = {}, .to = {}, .disassociation = subtype == disassoc_frame};
    (by == Sender::local ? end.to : end.from) = own.peer;
    if (by == Sender::local) end.reason = own.asked.value_or(0);
    end.joining = own.joining && own.stage.has_value();
    own = Interface{.phy = std::move(own.phy), .type = own.type, .p2p = own.p2p};
    return line.event(end);
}

Decoded TraceDecoder::frame_received(const Line& line) {
    if (const auto control = trace_number(line.fields, "ftype:");
        control && (*control & type_and_subtype) == auth_frame)
        return auth_answer(line);
    return end_of_link(line, Sender::access_point);
}

Decoded TraceDecoder::frame_sent(const Line& line) { return end_of_link(line, Sender::local); }

Decoded TraceDecoder::unprotected(const Line& line) {
    const auto control = trace_number(line.fields, "ftype:");
    if (!control) return malformed();
    const std::int64_t subtype = *control & type_and_subtype;
    if (subtype != deauth_frame && subtype != disassoc_frame) return noted();
    return line.event(
        wifi::UnprotectedDeauth{.from = {}, .to = {}, .disassociation = subtype == disassoc_frame});
}

Decoded TraceDecoder::reported(const Line& line) {
    if (line.name == "api_connection_loss") return line.event(wifi::ConnectionLossReported{});
    if (line.name == "api_beacon_loss") return line.event(wifi::BeaconLossReported{});
    if (line.name == "api_cqm_beacon_loss_notify") return line.event(wifi::BeaconLoss{});
    return line.event(wifi::UserRequest{.who = "the driver", .what = "disconnect", .person = false});
}

Decoded TraceDecoder::station(const Line& line) {
    const auto address = trace_address(line.fields);
    if (!address) return malformed();
    if (line.name == "cfg80211_new_sta") return line.event(wifi::StationAdded{.address = address});
    return line.event(wifi::StationRemoved{.address = address});
}

Decoded TraceDecoder::station_changed(const Line& line) {
    const auto address = trace_address(line.fields);
    const auto set = trace_number(line.fields, "station flags set: ");
    if (!address || !set) return malformed();
    if ((*set & flag_authorized) == 0) return noted();
    Interface& own = interface(line.interface);
    // Without the stages nothing but what follows shows that the association was granted.
    if (std::exchange(own.untold_answer, false)) {
        own.joining = false;
        return line.event(wifi::Associated{.bssid = own.peer});
    }
    return line.event(wifi::Authorized{.bssid = address});
}

// --- the rest
// ------------------------------------------------------------------------------------------------------

Decoded TraceDecoder::key(const Line& line) {
    // Kernels before 6.2 do not say whether the key is given or taken.
    const auto command = trace_number(line.fields, " cmd: ");
    const auto index = trace_number(line.fields, "keyidx=");
    if (!command) return noted();
    const auto address = trace_address(line.fields);
    const bool pairwise = address && !address->is_zero() && !address->is_broadcast();
    if (!index || *index < 0 || *index > 255) return malformed();
    return line.event(wifi::KeyChanged{
        .address = address, .index = static_cast<int>(*index), .pairwise = pairwise, .removed = *command == 1});
}

Decoded TraceDecoder::signal(const Line& line) {
    Interface& own = interface(line.interface);
    const bool of_mac80211 = line.name.starts_with("api_");
    if (!of_mac80211 && std::exchange(own.signal_told, false)) return noted();
    own.signal_told = of_mac80211;
    const auto dbm = trace_number(line.fields, of_mac80211 ? "rssi:" : "level: ");
    if (!dbm || *dbm < -200 || *dbm > 100) return malformed();
    return line.event(wifi::SignalReport{.bssid = {}, .dbm = static_cast<int>(*dbm)});
}

Decoded TraceDecoder::scan(const Line& line) {
    if (line.name == "drv_sw_scan_complete") return line.event(wifi::ScanFinished{});
    // In hardware each band is a scan of its own, to which one end belongs.
    Interface& own = interface(line.interface);
    const bool hardware = line.name == "drv_hw_scan";
    const bool again = hardware && own.scanning;
    own.scanning = hardware;
    return again ? noted() : line.event(wifi::ScanStarted{});
}

Decoded TraceDecoder::scan_completed(const Line& line) {
    const std::string_view phy = trace_phy(line.fields);
    const auto found = std::ranges::find_if(interfaces_, [&](const auto& entry) {
        return entry.second.scanning && (phy.empty() || entry.second.phy == phy);
    });
    if (found == interfaces_.end()) return noted();
    found->second.scanning = false;
    Line of = line;
    of.interface = found->first;
    of.phy = found->second.phy;
    return of.event(
        wifi::ScanFinished{.frequencies = {}, .aborted = trace_number(line.fields, "aborted:") == 1, .seen = {}});
}

Decoded TraceDecoder::device(const Line& line) {
    Line of = line;
    of.phy = trace_phy(line.fields);
    if (of.phy.empty()) return malformed();
    if (line.name == "api_restart_hw") return of.event(wifi::RestartRequested{});
    if (trace_number(line.fields, "reconfig_type:") != reconfig_after_restart) return noted();
    return of.event(wifi::HardwareRestarted{.phy = std::string(of.phy)});
}

// Told for each phy: the machine sleeps once.
Decoded TraceDecoder::sleep(const Line& line) {
    const bool suspends = line.name == "rdev_suspend";
    if (suspended_ == suspends) return noted();
    suspended_ = suspends;
    return suspends ? line.event(wifi::Suspended{}) : line.event(wifi::Resumed{});
}

Decoded TraceDecoder::power_save(const Line& line) {
    const bool off = line.fields.find("not enabled") != std::string_view::npos;
    if (!off && line.fields.find("enabled") == std::string_view::npos) return malformed();
    return line.event(wifi::PowerSave{.on = !off});
}

Decoded TraceDecoder::lost_packets(const Line& line) {
    const auto packets = trace_number(line.fields, "num of lost packets: ");
    if (!packets) return malformed();
    return line.event(wifi::Counter{.name = "lost_packets", .value = *packets});
}

Decoded TraceDecoder::channel(const Line& line) {
    const auto frequency = trace_number(line.fields, "control freq: ");
    if (!frequency || *frequency < 0 || *frequency > 100'000) return malformed();
    return line.event(wifi::ChannelSwitched{.frequency = static_cast<int>(*frequency)});
}

std::vector<std::string_view> trace_literals() {
    return {"api_beacon_loss:",
            "api_connection_loss:",
            "api_cqm_",
            "api_disconnect:",
            "api_restart_hw:",
            "api_scan_completed:",
            "cfg80211_assoc_comeback:",
            "cfg80211_ch_switch_notify:",
            "cfg80211_cqm_",
            "cfg80211_del_sta:",
            "cfg80211_new_sta:",
            "cfg80211_rx_mlme_mgmt:",
            "cfg80211_rx_unprot_mlme_mgmt:",
            "cfg80211_send_",
            "cfg80211_tx_mlme_mgmt:",
            "drv_add_interface:",
            "drv_change_interface:",
            "drv_hw_scan:",
            "drv_mgd_complete_tx:",
            "drv_mgd_prepare_tx:",
            "drv_reconfig_complete:",
            "drv_remove_interface:",
            "drv_set_key:",
            "drv_sta_state:",
            "drv_sw_scan_",
            "rdev_assoc:",
            "rdev_auth:",
            "rdev_change_station:",
            "rdev_change_virtual_intf:",
            "rdev_connect:",
            "rdev_deauth:",
            "rdev_disassoc:",
            "rdev_disconnect:",
            "rdev_resume:",
            "rdev_set_power_mgmt:",
            "rdev_start_ap:",
            "rdev_suspend:",
            " EVENTS]",
            "EVENTS DROPPED]",
            "# entries-in-buffer/"};
}

}  // namespace wlanmedic::evidence
