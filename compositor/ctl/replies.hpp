// SPDX-License-Identifier: MIT
#pragma once

#include "base/geometry.hpp"
#include "ctl/failure.hpp"
#include "ipc/sexp.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

/// What IPC says of windows, outputs and workspaces, as plain data.
namespace exwm_vr::ctl {

struct WindowInfo {
    std::int64_t id = 0;
    std::string app_id;
    std::string title;
    std::string identifier; ///< in ext-foreign-toplevel-list
    std::int64_t pid = 0;   ///< 0 when unknown
    bool x11 = false;
    std::string tag;                      ///< of the program's own, empty for none
    std::string icon;                     ///< name in the icon theme, empty for none
    std::vector<std::int64_t> icon_sizes; ///< px, smallest first
    std::int64_t icon_serial = 0;         ///< another one each time the icon changes
    std::string output;                   ///< name; empty when there is none
    int workspace = 0;                    ///< counted from 1, as people do
    std::string mode;                     ///< "tiled", "floating" or "external"
    bool fullscreen = false;
    bool focused = false;
    bool urgent = false;
    Box box; ///< outer box, layout coordinates, logical px
};

struct HeadsetInfo {
    std::string connector;
    std::int64_t connector_id = 0; ///< KMS object
    std::string card;
    std::string name; ///< may be empty
    std::vector<std::string> evidence;
    Size mode;           ///< the display's own choice, px; empty: it has none
    int refresh_mhz = 0; ///< mHz
    Size panel;          ///< known of such a model, px; empty: not known
    int panel_refresh_mhz = 0;
    std::int64_t lease = 0; ///< 0: nobody has it
    bool offered = false;   ///< not withdrawn
    bool desktop = false;   ///< no headset, but an output of the desktop
};

struct GpuInfo {
    std::string id; ///< its bus
    std::string name;
    std::string driver;
    std::string card; ///< empty without one, as the next
    std::string render;
    std::string use; ///< "open", "waiting", "released" or "none"
    bool draws = false;
};

struct DecisionInfo {
    std::string subject; ///< "renderer"
    std::string choice;
    std::string reason;
    bool warns = false; ///< not as planned
};

struct LeaseInfo {
    std::int64_t id = 0;
    std::vector<std::string> connectors;
    std::int64_t pid = 0;
    std::string executable;   ///< empty when it cannot be known
    bool by_own_word = false; ///< the kernel does not tell that, the program does
    bool sandboxed = false;
    std::string app_id; ///< of a sandbox
    bool granted = false;
};

struct OutputInfo {
    std::string name;
    std::string description;
    bool enabled = false;
    bool is_virtual = false;
    bool focused = false;
    Size mode;           ///< physical px
    int refresh_mhz = 0; ///< mHz
    double scale = 1;
    std::string transform;
    Box box;                    ///< layout coordinates, logical px
    Box usable;                 ///< less panels
    int workspace = 0;          ///< shown, counted from 1; 0 for none
    bool adaptive_sync = false; ///< whether it is used now
};

struct WorkspaceInfo {
    std::string output;
    int number = 0; ///< counted from 1
    std::string name;
    std::string layout;
    bool active = false;
    bool focused = false;
    bool urgent = false;
    std::vector<std::int64_t> windows;
};

struct InputInfo {
    std::int64_t id = 0;
    std::string name;
    std::vector<std::string> types;
    std::string hardware; ///< vendor and product, "046d:c52b"
    std::string output;   ///< that it is mapped to; empty for all
    std::vector<std::pair<std::string, ipc::Value>> settings; ///< by their names in the file
};

struct ClientInfo {
    std::int64_t pid = 0;
    std::int64_t user = 0;
    std::string executable;   ///< empty when unknown
    bool by_own_word = false; ///< the kernel does not tell that, the program does
    bool sandboxed = false;
    std::string engine;
    std::string app_id;
    std::string instance_id;
    std::int64_t windows = 0;
    std::vector<std::string> privileged; ///< interfaces that it may bind and not everybody may
};

/// A picture of a window's icon.
struct IconInfo {
    Size size;                  ///< px
    std::vector<std::byte> png; ///< a whole file
};

/// From the replies to surface-list, output-list, input-list and workspace-list. Fields that a
/// server leaves out keep their defaults; a reply of another form is an error.
[[nodiscard]] Result<std::vector<WindowInfo>> read_windows(const ipc::Value& reply);
[[nodiscard]] Result<std::vector<OutputInfo>> read_outputs(const ipc::Value& reply);
[[nodiscard]] Result<std::vector<InputInfo>> read_inputs(const ipc::Value& reply);
[[nodiscard]] Result<std::vector<ClientInfo>> read_clients(const ipc::Value& reply);
[[nodiscard]] Result<std::vector<HeadsetInfo>> read_headsets(const ipc::Value& reply);
[[nodiscard]] Result<std::vector<LeaseInfo>> read_leases(const ipc::Value& reply);
[[nodiscard]] Result<std::vector<GpuInfo>> read_gpus(const ipc::Value& reply);
[[nodiscard]] Result<std::vector<DecisionInfo>> read_decisions(const ipc::Value& reply);
[[nodiscard]] Result<std::vector<WorkspaceInfo>> read_workspaces(const ipc::Value& reply);

/// From the reply to surface-icon.
[[nodiscard]] Result<IconInfo> read_icon(const ipc::Value& reply);

/// An output as in one entry, e.g. the reply to output-add.
[[nodiscard]] OutputInfo read_output(const ipc::Value& entry);

} // namespace exwm_vr::ctl
