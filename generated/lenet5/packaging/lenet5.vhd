-- lenet5_top from VHDL: the component, and an entity that instantiates it. Copy what is needed; tools with both languages
-- bind the component to the Verilog module of its name.
library ieee;
use ieee.std_logic_1164.all;

package lenet5_package is

  component lenet5_top is
    generic (
      MEMORY_FOLDER : string := "./"  -- where the memory files lie, with a slash at its end
    );
    port (
      aclk : in std_logic;
      aresetn : in std_logic;
      s_axis_tvalid : in std_logic;
      s_axis_tready : out std_logic;
      s_axis_tdata : in std_logic_vector(7 downto 0);
      s_axis_tlast : in std_logic;
      m_axis_tvalid : out std_logic;
      m_axis_tready : in std_logic;
      m_axis_tdata : out std_logic_vector(15 downto 0);
      m_axis_tlast : out std_logic;
      frame_error : out std_logic_vector(1 downto 0)
    );
  end component;

end package;

library ieee;
use ieee.std_logic_1164.all;
use work.lenet5_package.all;

entity lenet5_vhdl is
  generic (
    MEMORY_FOLDER : string := "./"
  );
  port (
    aclk : in std_logic;
    aresetn : in std_logic;
    s_axis_tvalid : in std_logic;
    s_axis_tready : out std_logic;
    s_axis_tdata : in std_logic_vector(7 downto 0);
    s_axis_tlast : in std_logic;
    m_axis_tvalid : out std_logic;
    m_axis_tready : in std_logic;
    m_axis_tdata : out std_logic_vector(15 downto 0);
    m_axis_tlast : out std_logic;
    frame_error : out std_logic_vector(1 downto 0)
  );
end entity;

architecture instance of lenet5_vhdl is
begin

  u_machine : lenet5_top
    generic map (
      MEMORY_FOLDER => MEMORY_FOLDER
    )
    port map (
      aclk => aclk,
      aresetn => aresetn,
      s_axis_tvalid => s_axis_tvalid,
      s_axis_tready => s_axis_tready,
      s_axis_tdata => s_axis_tdata,
      s_axis_tlast => s_axis_tlast,
      m_axis_tvalid => m_axis_tvalid,
      m_axis_tready => m_axis_tready,
      m_axis_tdata => m_axis_tdata,
      m_axis_tlast => m_axis_tlast,
      frame_error => frame_error
    );

end architecture;
